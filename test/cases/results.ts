import { idsOf } from './required.ts';

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface TestRun {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

export interface CaseResult {
  readonly id: string;
  readonly result: 'passed' | 'failed' | 'missing';
  /** `file › group › test`, those that did not pass first. */
  readonly tests: readonly string[];
}

interface NamedTest {
  readonly ids: readonly string[];
  readonly passed: boolean;
  readonly name: string;
}

const id = String.raw`[A-Z]\d+[a-z]?`;
const beginning = new RegExp(`^${id}(?:\\s*[–-]\\s*${id})?(?:, ?${id}(?:\\s*[–-]\\s*${id})?)*(?=: )`);

/** @returns the ids that a title begins with: `A1–A3, A7: text` has four */
export function idsOfTitle(title: string): string[] {
  return (beginning.exec(title)?.[0] ?? '').split(/, ?/).filter(Boolean).flatMap(idsOf);
}

/**
 * A case passed when it has a test and all of its tests passed: one that was skipped shows nothing.
 * @param root the folder that file names are told without, ending in `/`
 */
export function resultsOf(required: readonly string[], runs: readonly TestRun[], root: string): CaseResult[] {
  const tests = runs.flatMap((run) => testsOf(run, root));
  return required.map((wanted) => {
    const found = tests.filter(({ ids }) => ids.includes(wanted));
    const failed = found.filter(({ passed }) => !passed);
    const passed = found.filter((test) => test.passed);
    const result = found.length === 0 ? 'missing' : failed.length > 0 ? 'failed' : 'passed';
    return { id: wanted, result, tests: [...failed, ...passed].map(({ name }) => name) };
  });
}

function testsOf({ testResults }: TestRun, root: string): NamedTest[] {
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      ids: [...ancestorTitles, title].flatMap(idsOfTitle),
      passed: status === 'passed',
      name: [file.replace(root, ''), ...ancestorTitles, title].filter(Boolean).join(' › '),
    })),
  );
}

/** @returns the files that could not even be loaded, so that their tests are unknown */
export function brokenFiles(runs: readonly TestRun[], root: string): string[] {
  return runs.flatMap(({ testResults }) =>
    testResults
      .filter(({ assertionResults, message = '' }) => assertionResults.length === 0 && message !== '')
      .map(({ name }) => name.replace(root, '')),
  );
}

/** One line for each test of a case: `A2    passed   test/… › A2: octal modes`. */
export function tableOf(results: readonly CaseResult[]): string {
  const lines = results.flatMap(({ id: name, result, tests }) =>
    (tests.length === 0 ? [''] : tests).map((test, index) =>
      `${(index === 0 ? name : '').padEnd(5)} ${(index === 0 ? result : '').padEnd(8)} ${test}`.trimEnd(),
    ),
  );
  return `${lines.join('\n')}\n`;
}

/** The last lines: how many cases passed, and by name those that failed and those that have no test. */
export function summaryOf(results: readonly CaseResult[]): string {
  const named = (wanted: CaseResult['result']) =>
    results.filter(({ result }) => result === wanted).map(({ id: name }) => name);
  const [passed, failed, missing] = [named('passed'), named('failed'), named('missing')];
  const lines = [
    ...(failed.length > 0 ? [`failed: ${failed.join(' ')}`] : []),
    ...(missing.length > 0 ? [`without a test: ${missing.join(' ')}`] : []),
    `${passed.length} of ${results.length} cases passed, ${failed.length} failed, ${missing.length} have no test`,
  ];
  return `${lines.join('\n')}\n`;
}
