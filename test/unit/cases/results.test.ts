import { describe, expect, it } from 'vitest';
import { requiredCases } from '../../cases/required.ts';
import { type TestRun, brokenFiles, idsOfTitle, resultsOf, summaryOf, tableOf } from '../../cases/results.ts';

const run = (...tests: readonly (readonly [string, string])[]): TestRun => ({
  testResults: [
    {
      name: '/here/test/a.test.ts',
      assertionResults: tests.map(([title, status]) => ({ ancestorTitles: ['group'], title, status })),
    },
  ],
});

describe('the ids of a title', () => {
  it.each([
    ['A2: octal modes', ['A2']],
    ['A2b: merge keys', ['A2b']],
    ['G1, G7, E3: a replace', ['G1', 'G7', 'E3']],
    ['A1–A3, A7: documents', ['A1', 'A2', 'A3', 'A7']],
    ['E9-E11: three', ['E9', 'E10', 'E11']],
    ['a test about A2: not its id', []],
    ['A2 without a colon', []],
  ])('of “%s”', (title, ids) => {
    expect(idsOfTitle(title)).toEqual(ids);
  });
});

describe('the result of a case', () => {
  it('is passed, failed or missing', () => {
    const results = resultsOf(['A1', 'A2', 'A3'], [run(['A1: a', 'passed'], ['A2: b', 'failed'])], '/here/');
    expect(results.map(({ result }) => result)).toEqual(['passed', 'failed', 'missing']);
  });

  it.each(['failed', 'skipped', 'pending', 'todo'])('fails where one of its tests is %s', (status) => {
    const [result] = resultsOf(['A1'], [run(['A1: a', 'passed']), run(['A1: b', status])], '/here/');
    expect(result).toEqual({
      id: 'A1',
      result: 'failed',
      tests: ['test/a.test.ts › group › A1: b', 'test/a.test.ts › group › A1: a'],
    });
  });

  it('may be shown by a whole group', () => {
    const group = { ancestorTitles: ['A1: a group'], title: 'a test', status: 'passed' };
    const results = resultsOf(['A1'], [{ testResults: [{ name: 'a', assertionResults: [group] }] }], '');
    expect(results[0]?.result).toBe('passed');
  });
});

it('a file that could not be loaded is told, since its tests are unknown', () => {
  const broken = { testResults: [{ name: '/here/a', message: 'no such module', assertionResults: [] }] };
  expect(brokenFiles([broken, run(['A1: a', 'passed'])], '/here/')).toEqual(['a']);
});

it('the table has a line for each test', () => {
  expect(
    tableOf([
      { id: 'A1', result: 'passed', tests: ['one', 'two'] },
      { id: 'A2b', result: 'missing', tests: [] },
    ]),
  ).toBe('A1    passed   one\n               two\nA2b   missing\n');
});

it('the last lines name what failed apart from what has no test', () => {
  const results = resultsOf(['A1', 'A2', 'A3'], [run(['A1: a', 'passed'], ['A2: b', 'failed'])], '/here/');
  expect(summaryOf(results)).toBe(
    'failed: A2\nwithout a test: A3\n1 of 3 cases passed, 1 failed, 1 have no test\n',
  );
  expect(summaryOf(results.slice(0, 1))).toBe('1 of 1 cases passed, 0 failed, 0 have no test\n');
});

it('each case is required once', () => {
  expect(new Set(requiredCases).size).toBe(requiredCases.length);
  expect(requiredCases).toEqual(expect.arrayContaining(['C22', 'U1', 'U16', 'U20', 'U34', 'U40', 'U71']));
  for (const id of ['U17', 'U19', 'U35', 'U39', 'U72']) expect(requiredCases).not.toContain(id);
});
