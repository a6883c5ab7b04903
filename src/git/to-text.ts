import type { SourceBlob, SourceFile } from '../ports/source.ts';

export function toText({ path, bytes, id }: SourceBlob): SourceFile {
  return { path, text: bytes.toString('utf8'), id };
}
