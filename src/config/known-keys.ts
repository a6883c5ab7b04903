import { z } from 'zod';
import { configSchema } from './repository/schema.ts';
import { type TargetFormat, formatsOf } from './repository/target-format.ts';
import { SERVER_SCHEMA } from './server/server-schema.ts';

/** The JSON Schema of the configuration, for editors (draft 2020-12). */
export function configJsonSchema(formats: readonly TargetFormat[]): z.core.JSONSchema.BaseSchema {
  const schema = published(configSchema(formatsOf(formats)));
  return { $id: 'https://plumbline.dev/plumbline.schema.json', title: 'Plumbline configuration', ...schema };
}

/** The JSON Schema of the server's file. */
export function serverJsonSchema(): z.core.JSONSchema.BaseSchema {
  const schema = published(SERVER_SCHEMA);
  return { $id: 'https://plumbline.dev/server.schema.json', title: 'Plumbline server', ...schema };
}

/** The schema of the file as people write it: a key with a default may be left out. */
function published(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, { io: 'input' });
}

/** The allowed keys of the map at a path; `root`, the whole value, decides the engine of a target on the way. */
export function keysAt(path: readonly (string | number)[], root: unknown, format: z.ZodType): string[] {
  let schema: Schema | undefined = published(format) as Schema;
  let value = root;
  for (const step of path) {
    value = (value as Record<string, unknown> | undefined)?.[step];
    schema = choose(below(schema, step), value);
  }
  return Object.keys(schema?.properties ?? {});
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
}

function below(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema?.items;
  const named = schema?.properties?.[step];
  if (named !== undefined) return named;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function choose(schema: Schema | undefined, value: unknown): Schema | undefined {
  const options = schema?.oneOf ?? schema?.anyOf;
  if (options === undefined) return schema;
  const engine = (value as { engine?: unknown } | undefined)?.engine;
  return options.find((option) => option.properties?.['engine']?.const === engine) ?? options[0];
}
