import type { Source } from '../../src/ports/source.ts';

/** A source that is a table of paths and texts. */
export function memorySource(files: Readonly<Record<string, string>>): Source {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return {
    description: 'the test',
    repository: 'example.com/test',
    files: async (folder, accept = () => true) =>
      all
        .filter(({ path }) => folder === '.' || path.startsWith(`${folder}/`))
        .filter(({ path }) => accept(path))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    file: async (path) => files[path],
  };
}
