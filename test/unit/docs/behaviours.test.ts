import { describe, expect, it } from 'vitest';
import { behavioursOf } from '../../cases/behaviours.ts';
import { readTests } from '../../cases/read-tests.ts';
import { requiredCases } from '../../cases/required.ts';
import { ROOT, readDocument } from './documents.ts';

describe('the list of behaviours', () => {
  const made = behavioursOf(readTests(ROOT));

  it('is the one that the tests make: npm run behaviours', () => {
    expect(readDocument('docs/behaviours.md')).toBe(made);
  });

  it('holds every required one', () => {
    expect(requiredCases.filter((id) => !made.includes(`- **${id}**\n`))).toEqual([]);
  });

  it('tells what stands in a table as well, and each test once', () => {
    const text = `it('A2, A9–A10: it\\'s read', …);\nconst ROWS = [["B1: %s is <b>", 1]];\nit('A2, A9–A10: it\\'s read')`;
    const list = behavioursOf([{ path: 'test/a.ts', text }]);
    expect(list.match(/^ {2}- .*$/gm)).toEqual([
      "  - it's read (`test/a.ts`)",
      "  - it's read (`test/a.ts`)",
      "  - it's read (`test/a.ts`)",
      '  - … is \\<b\\> (`test/a.ts`)',
    ]);
  });
});
