import type { z } from 'zod';
import { type Call, unprocessable } from './route.ts';

/** The request's body in the form that the operation takes. @throws HttpError 422 that names what is wrong, as GitHub does */
export function readBody<Schema extends z.ZodType>(call: Call, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(call.body);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw unprocessable(`Invalid request.\n\n${errors.join('\n')}`);
}

/** A number of the path. */
export function numberOf(call: Call, name: string): number {
  return Number(call.params[name]);
}
