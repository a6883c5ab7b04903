import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onlyAll } from '../../support/only-all.ts';
import { SCALES } from '../../support/scale.ts';
import { folderWith } from '../../support/temp-folder.ts';

describe('what npm test leaves to npm run test:all', () => {
  it('is every file of that name, and the rest of every count', () => {
    const root = folderWith({ 'integration/a.long.test.ts': '', 'integration/b.test.ts': '' });
    mkdirSync(join(root, 'unit'));
    writeFileSync(join(root, 'unit/c.long.test.ts'), '');
    const lines = onlyAll(root);
    expect(lines.slice(0, 2)).toEqual(['test/integration/a.long.test.ts', 'test/unit/c.long.test.ts']);
    expect(lines).toHaveLength(2 + Object.keys(SCALES).length);
  });

  it.each(Object.entries(SCALES))(
    'is more than nothing, and so is what npm test does: %s',
    (_what, count) => {
      expect(count.quick).toBeGreaterThan(0);
      expect(count.all).toBeGreaterThan(count.quick);
    },
  );
});
