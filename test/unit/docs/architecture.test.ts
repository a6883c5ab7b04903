import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ARROWS, PACKAGES } from '../../support/architecture.ts';
import { ROOT, readDocument } from './documents.ts';
import { codeSpans } from './markdown.ts';

const text = readDocument('docs/architecture.md');
const isThere = (path: string) => existsSync(join(ROOT, path));
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | '));

/** Files and folders of one line that are not there. A bare name is beside what was named last, or right below `src`. */
function missingIn(line: string): string[] {
  let folder = 'src';
  return codeSpans(line)
    .filter((span) => /^[\w./-]+(\.ts|\/)$/.test(span))
    .filter((named) => {
      const isFile = named.endsWith('.ts');
      const places = isFile && named.includes('/') ? ['src', '.'] : [folder, 'src', '.'];
      const place = (isFile ? places : [dirname(folder), ...places]).find((each) =>
        isThere(join(each, named)),
      );
      if (place !== undefined) folder = isFile ? dirname(join(place, named)) : join(place, named, '.');
      return place === undefined;
    });
}

describe('U69: the architecture', () => {
  it('names files where they are', () => {
    expect(codeSpans(text).filter((span) => span.endsWith('.ts')).length).toBeGreaterThan(15);
    expect(text.split('\n').flatMap(missingIn)).toEqual([]);
  });

  it('draws every folder of src, and none that is not there', () => {
    const [, tree = ''] = /## The tree\n\n```\n([^`]*)```/.exec(text) ?? [];
    const drawn = tree.match(/(?<![\w/])[a-z-]+\/(?=[\s·:])/g) ?? [];
    const folders = globSync('src/**/', { cwd: ROOT }).map((path) => `${basename(path)}/`);
    const named = folders.filter((name) => !['src/', 'inside/'].includes(name));
    expect(new Set(drawn)).toEqual(new Set(named));
  });

  it('sees a file that is in another folder than the one named before', () => {
    expect(missingIn('`core/plan/plan.ts`, `apply-object.ts`')).toEqual(['apply-object.ts']);
  });

  it.each(['core', 'report', 'ports', 'config', 'flows', 'web', 'cli', 'process', 'print.ts', 'log.ts'])(
    'says of %s what the checker lets it import',
    (part) => {
      const [, ours = '', others = ''] = rows.find(([first]) => first === `| \`${part}\``) ?? [];
      expect(new Set(codeSpans(ours))).toEqual(new Set(ARROWS[part]));
      if (PACKAGES[part] !== undefined) expect(new Set(codeSpans(others))).toEqual(new Set(PACKAGES[part]));
    },
  );
});
