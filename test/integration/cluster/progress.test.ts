import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withProgress } from '../../../sandbox/cluster/progress.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) > 0 };
}

it('is silent while nothing was said', async () => {
  const silent = stream(true);
  expect(await withProgress(async () => 'done', silent)).toBe('done');
  expect(silent.written).toEqual([]);
});

it('writes lines where there is no terminal', async () => {
  const log = stream(false);
  await withProgress(async (say) => say('building'), log);
  expect(log.written).toEqual(['sandbox cluster: building (0 s)\n']);
});

it('rewrites its line on a terminal, and ends it', async () => {
  const terminal = stream(true);
  await withProgress(async (say) => {
    say('building 1 of 2');
    say('building 2 of 2');
    await sleep(700); // it is written twice a second
  }, terminal);
  expect(terminal.written.map((text) => text.replace(/\d s/, 'N s'))).toEqual([
    '\r\x1b[Ksandbox cluster: building 1 of 2 (N s)',
    '\r\x1b[Ksandbox cluster: building 2 of 2 (N s)',
    '\n',
  ]);
});
