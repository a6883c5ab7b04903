/** `npm run cases`: each required case, its tests and their result. `--from FILE`: of a run that was made already. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requiredCases } from './required.ts';
import { type TestRun, brokenFiles, resultsOf, summaryOf, tableOf } from './results.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { from: { type: 'string', multiple: true } } });
const runs = values.from === undefined ? [runTests()] : values.from.map(readRun);
const results = resultsOf(requiredCases, runs, `${root}/`);
const broken = brokenFiles(runs, `${root}/`);
const lacking = results.filter(({ result }) => result !== 'passed');

process.stdout.write(tableOf(results));
for (const file of broken) process.stdout.write(`${file}: could not be loaded. Run it with vitest.\n`);
process.stdout.write(summaryOf(results));
process.exitCode = lacking.length + broken.length === 0 ? 0 : 1;

function runTests(): TestRun {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-cases-'));
  const file = join(folder, 'run.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    // Its exit code says nothing more than its file does.
    spawnSync(process.execPath, [vitest, 'run', ...reporters], { cwd: root, stdio: 'inherit' });
    return readRun(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRun(file: string): TestRun {
  return JSON.parse(readFileSync(file, 'utf8')) as TestRun;
}
