import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type CodeFile, architectureBreaks, circlesOf } from '../support/architecture.ts';
import { importsOf } from '../support/imports.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function readSource(): CodeFile[] {
  const paths = globSync('src/**/*.ts', { cwd: ROOT }).toSorted();
  return paths.map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }));
}

describe('the source', () => {
  const source = readSource();

  it('is read whole', () => {
    const parts = new Set(source.map(({ path }) => path.split('/')[1]));
    expect([...parts]).toEqual(
      expect.arrayContaining(['core', 'report', 'ports', 'flows', 'kubernetes', 'cli']),
    );
  });

  it('keeps the arrows and the laws of docs/architecture.md', () => {
    expect(architectureBreaks(source)).toEqual([]);
  });

  it('has no circles, of types neither', () => {
    expect(circlesOf(source)).toEqual([]);
  });
});

it('a circle is found, wherever it begins', () => {
  const source = [
    { path: 'src/core/before.ts', text: `import { a } from './a.ts';` },
    { path: 'src/core/a.ts', text: `import type { B } from '../ports/b.ts';` },
    { path: 'src/ports/b.ts', text: `export type { A } from '../core/a.ts';` },
  ];
  expect(circlesOf(source)).toEqual(['src/core/a.ts → src/ports/b.ts → src/core/a.ts']);
});

const broken: readonly [name: string, path: string, text: string, says: string][] = [
  [
    'core imports a port',
    'core/a.ts',
    `import type { Clock } from '../ports/clock.ts';`,
    'core must not import ports (src/ports/clock.ts)',
  ],
  [
    'core imports over several lines',
    'core/a.ts',
    `import {\n  a,\n  b,\n} from '../git/a.ts';`,
    'core must not import git (src/git/a.ts)',
  ],
  [
    'core re-exports',
    'core/a.ts',
    `export * from '../config/load.ts';`,
    'core must not import config (src/config/load.ts)',
  ],
  [
    'a folder of core imports a flow',
    'core/gate/a.ts',
    `import { a } from '../../flows/a.ts';`,
    'core must not import flows (src/flows/a.ts)',
  ],
  [
    'report imports a flow',
    'report/a.ts',
    `import { a } from '../flows/a.ts';`,
    'report must not import flows (src/flows/a.ts)',
  ],
  [
    'a port imports a report',
    'ports/a.ts',
    `import type { A } from '../report/a.ts';`,
    'ports must not import report (src/report/a.ts)',
  ],
  [
    'a flow imports an adapter',
    'flows/a.ts',
    `const { a } = await import('../kubernetes/a.ts');`,
    'flows must not import kubernetes (src/kubernetes/a.ts)',
  ],
  [
    'one adapter imports another',
    'github/a.ts',
    `import { a } from '../git/a.ts';`,
    'github must not import git (src/git/a.ts)',
  ],
  [
    'an adapter imports a report',
    'store/a.ts',
    `import { a } from '../report/a.ts';`,
    'store must not import report (src/report/a.ts)',
  ],
  [
    'the command line imports an adapter',
    'cli/a.ts',
    `import type { A } from '../git/a.ts';`,
    'cli must not import git (src/git/a.ts)',
  ],
  [
    'the logger imports a flow',
    'log.ts',
    `import { a } from './flows/a.ts';`,
    'log.ts must not import flows (src/flows/a.ts)',
  ],
  [
    'a file imports a test',
    'cli/a.ts',
    `import { a } from '../../test/a.ts';`,
    'imports test/a.ts, outside of src',
  ],
  ['a folder has no place', 'utils/a.ts', '', 'utils has no place in the picture'],
  [
    'a pure folder of an adapter asks a server',
    'kubernetes/fields/a.ts',
    `import type { Client } from '../client/client.ts';`,
    'kubernetes/fields must not import src/kubernetes/client/client.ts',
  ],
  [
    'a pure folder of an adapter reads the clock',
    'kubernetes/order/a.ts',
    `const a = Date.now();`,
    'kubernetes/order is pure and must not use a clock',
  ],
  ['core imports a package', 'core/a.ts', `import { parse } from 'yaml';`, 'core must not import yaml'],
  [
    'core reads files',
    'core/a.ts',
    `import { readFile } from 'node:fs/promises';`,
    'core must not import node:fs/promises',
  ],
  [
    'core draws randomness',
    'core/a.ts',
    `import { createHash, randomBytes } from 'node:crypto';`,
    'core takes only hashes from node:crypto',
  ],
  [
    'core takes all of crypto',
    'core/a.ts',
    `import * as crypto from 'node:crypto';`,
    'core takes only hashes from node:crypto',
  ],
  ['report imports a package', 'report/a.ts', `import 'pino-pretty';`, 'report must not import pino-pretty'],
  ['config imports a package', 'config/a.ts', `import { a } from 'ajv';`, 'config must not import ajv'],
  [
    'a port imports a package',
    'ports/a.ts',
    `import type { A } from 'undici';`,
    'ports must not import undici',
  ],
  [
    'a flow sleeps',
    'flows/a.ts',
    `import { setTimeout } from 'node:timers/promises';`,
    'flows must not import node:timers/promises',
  ],
  [
    'an adapter starts a process',
    'git/a.ts',
    `import { spawn } from 'node:child_process';`,
    'only src/process/ imports node:child_process',
  ],
  [
    'U22: a program that runs where nothing of ours is takes something of ours along',
    'kubernetes/render/helm/inside/a.ts',
    `import { exec } from '../../../../process/exec.ts';`,
    'only Node itself is there where it runs',
  ],
  [
    'U14: a command writes to its stream',
    'cli/a.ts',
    'process.stdout.write(text);',
    'only src/print.ts prints',
  ],
  ['U14: a flow writes to the console', 'flows/a.ts', 'console.error(text);', 'only src/print.ts prints'],
  [
    'U14: a stream is taken apart',
    'wire/server.ts',
    `deps['stderr'].write(text)`,
    'only src/print.ts prints',
  ],
  ['U14: a descriptor is written to', 'git/a.ts', 'writeSync(2, text);', 'only src/print.ts prints'],
  ['U14: the terminal is opened', 'git/a.ts', `open('/dev/tty')`, 'only src/print.ts prints'],
  ['U14: colours are made elsewhere', 'report/a.ts', String.raw`'\x1b[31m'`, 'only src/print.ts prints'],
  ['an adapter logs for itself', 'git/a.ts', `import { pino } from 'pino';`, 'only src/log.ts imports pino'],
  [
    'core reads the environment',
    'core/a.ts',
    `const a = process.env['A'];`,
    'core is pure and must not use process',
  ],
  [
    'core takes process apart',
    'core/a.ts',
    `const { env } = process;`,
    'core is pure and must not use process',
  ],
  ['core reads the clock', 'core/a.ts', `const a = Date.now();`, 'core is pure and must not use a clock'],
  [
    'report reads the clock',
    'report/a.ts',
    `const a = new Date().toISOString();`,
    'report is pure and must not use a clock',
  ],
  [
    'report measures time',
    'report/a.ts',
    `const a = performance.now();`,
    'report is pure and must not use a clock',
  ],
  ['core throws dice', 'core/a.ts', `const a = Math.random();`, 'core is pure and must not use randomness'],
  [
    'core uses the global crypto',
    'core/a.ts',
    `const a = crypto.getRandomValues(b);`,
    'core is pure and must not use randomness',
  ],
  ['core waits', 'core/a.ts', `setTimeout(a, 1);`, 'core is pure and must not use a timer'],
  ['core calls out', 'core/a.ts', `await fetch(a);`, 'core is pure and must not use the network'],
  ['report prints', 'report/a.ts', `console.log(a);`, 'only src/print.ts prints'],
  ['a port holds code', 'ports/a.ts', `export function a() {}`, 'a port holds types only'],
  [
    'another flow applies',
    'flows/revert.ts',
    `await engine.apply(prepared, options);`,
    'only src/flows/deploy/sync.ts applies a plan',
  ],
  [
    'the command line applies',
    'cli/sync.ts',
    `await engines.kubernetes?.apply(prepared, options);`,
    'only src/flows/deploy/sync.ts applies a plan',
  ],
  [
    'a flow passes apply on',
    'flows/a.ts',
    `const act = engine.apply;`,
    'only src/flows/deploy/sync.ts applies a plan',
  ],
  [
    'an adapter applies by the engine',
    'github/a.ts',
    `await deps.engine.apply(prepared);`,
    'only src/flows/deploy/sync.ts applies a plan',
  ],
];

describe('the checker', () => {
  it.each(broken)('sees it when %s', (_name, path, text, says) => {
    expect(architectureBreaks([{ path: `src/${path}`, text }])).toEqual([`src/${path}: ${says}`]);
  });

  it('lets every part import what it may', () => {
    const files = [
      {
        path: 'src/core/a.ts',
        text: `import { createHmac } from 'node:crypto';\nimport { b } from './b.ts';`,
      },
      {
        path: 'src/flows/deploy/sync.ts',
        text: `import type { E } from '../../ports/e.ts';\nawait engine.apply(p);`,
      },
      {
        path: 'src/kubernetes/a.ts',
        text: `import { a } from '../process/exec.ts';\nawait client.apply(type, id);`,
      },
      { path: 'src/wire/a.ts', text: `import { a } from '../git/a.ts';\nimport { b } from '../cli/b.ts';` },
      { path: 'src/process/a.ts', text: `import { spawn } from 'node:child_process';` },
    ];
    expect(architectureBreaks(files)).toEqual([]);
  });

  it('does not take a comment for code', () => {
    const text = `/**\n * Never Date.now(): see import('node:fs').\n */\nconst a = 1; // not process.env either`;
    expect(architectureBreaks([{ path: 'src/core/a.ts', text }])).toEqual([]);
  });

  it('reads every way to import', () => {
    const text = [
      `import a, { type B, c as d } from 'one';`,
      `import type {\n  E,\n} from 'two';`,
      `export { f } from 'three';`,
      `export * from "four";`,
      `import 'five';`,
      `const g = await import('six');`,
      `type H = import('seven').H;`,
    ].join('\n');
    expect(importsOf(text).map(({ specifier }) => specifier)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
    ]);
    expect(importsOf(text)[0]?.names).toEqual(['a', 'B', 'c as d']);
  });
});
