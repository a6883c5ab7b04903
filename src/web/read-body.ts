import type { IncomingMessage } from 'node:http';

/** GitHub sends no more. */
export const LIMIT = 25 * 1024 * 1024;

/** The raw body, or undefined as soon as there is more of it than the limit: the rest is never kept. */
export async function readLimited(request: IncomingMessage, limit = LIMIT): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
