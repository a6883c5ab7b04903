import type { Source, SourceBlob } from '../../ports/source.ts';
import { blobId } from './blob-id.ts';
import { noSuchFolder } from './source-path.ts';
import { toText } from './to-text.ts';

export interface FileSourceOptions {
  /** What the file is called, from the root of where it lives. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Where it lives, without credentials. */
  readonly repository: string;
}

/** One file as a source of its own: its path is the only folder that it has. */
export function createFileSource({ path, bytes, repository }: FileSourceOptions): Source {
  const only: SourceBlob = { path, bytes, id: blobId(bytes) };
  const blobs: Source['blobs'] = async (folder, accept = () => true) => {
    if (folder !== path) throw noSuchFolder(folder, path);
    return accept(path) ? [only] : [];
  };
  return {
    description: path,
    repository,
    // Whoever names a file at their own terminal answers for it.
    standing: 'own',
    blobs,
    files: async (folder, accept) => (await blobs(folder, accept)).map(toText),
    blob: async (asked) => (asked === path ? only : undefined),
    linked: async () => [],
    file: async (asked) => (asked === path ? toText(only).text : undefined),
  };
}
