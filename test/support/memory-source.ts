import { OpsError } from '../../src/core/errors.ts';
import { blobId } from '../../src/git/source/blob-id.ts';
import type { Source } from '../../src/ports/source.ts';

/** A source that is a table of paths and texts. `test/contract/source.test.ts` holds it to the real ones. */
export function memorySource(files: Readonly<Record<string, string>>): Source {
  const all = Object.entries(files).map(([path, text]) => ({
    path,
    text,
    id: blobId(Buffer.from(text)),
  }));
  const below = (folder: string) => all.filter(({ path }) => folder === '.' || path.startsWith(`${folder}/`));
  return {
    description: 'the test',
    repository: 'example.com/test',
    standing: 'own',
    async files(folder, accept = () => true) {
      const found = below(folder);
      if (found.length === 0 && folder !== '.') {
        throw new OpsError({
          code: 'not-found',
          subject: folder,
          message: 'no such folder. Check the path.',
        });
      }
      return found.filter(({ path }) => accept(path)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    async blobs(folder, accept) {
      const found = await this.files(folder, accept);
      return found.map(({ path, text, id }) => ({ path, bytes: Buffer.from(text), id }));
    },
    async blob(path) {
      return (await this.blobs('.', (each) => each === path))[0];
    },
    linked: async () => [],
    file: async (path) => files[path],
  };
}
