import type { SourceBlob, SourceFile } from '../../ports/source.ts';

export function toText({ bytes, ...rest }: SourceBlob): SourceFile {
  return { ...rest, text: bytes.toString('utf8') };
}
