import type { SourceBlob, SourceFile } from '../ports/source.ts';

export function toText({ path, bytes }: SourceBlob): SourceFile {
  return { path, text: bytes.toString('utf8') };
}
