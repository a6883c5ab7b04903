import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withLock } from '../../../sandbox/cluster/lock.ts';

it('a lock is waited for, and free once its holder was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  const file = join(folder, 'lock');
  const script = fileURLToPath(new URL('hold-lock.ts', import.meta.url));
  const holder = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');

  const events: string[] = [];
  const waiting = () => {
    events.push('waiting');
    holder.kill('SIGKILL');
  };
  await withLock(file, waiting, async () => void events.push('mine'));
  await withLock(file, waiting, async () => void events.push('mine again'));
  expect(events).toEqual(['waiting', 'mine', 'mine again']);
  rmSync(folder, { recursive: true });
});
