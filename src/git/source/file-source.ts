import type { Source, SourceBlob } from '../../ports/source.ts';
import { blobId } from './blob-id.ts';
import { noSuchFolder } from './source-path.ts';
import { toText } from './to-text.ts';

export interface FileSourceOptions {
  /** The file's path from the root of its repository or folder, or its name. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The address of its repository, without credentials, or its folder. */
  readonly repository: string;
}

/** One file as a source of its own; the file's path is also its only folder. */
export function createFileSource({ path, bytes, repository }: FileSourceOptions): Source {
  const only: SourceBlob = { path, bytes, id: blobId(bytes) };
  const blobs: Source['blobs'] = async (folder, accept = () => true) => {
    if (folder !== path) throw noSuchFolder(folder, path);
    return accept(path) ? [only] : [];
  };
  return {
    description: path,
    repository,
    // The user who names a file at their own terminal answers for it.
    standing: 'own',
    blobs,
    files: async (folder, accept) => (await blobs(folder, accept)).map(toText),
    blob: async (asked) => (asked === path ? only : undefined),
    linked: async () => [],
    file: async (asked) => (asked === path ? toText(only).text : undefined),
  };
}
