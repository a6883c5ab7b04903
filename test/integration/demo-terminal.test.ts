import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const DEMO = fileURLToPath(new URL('../../sandbox/demo-terminal.ts', import.meta.url));

it(
  'the demo does what it says, shows no secret, stays up to play with, and leaves nothing behind',
  { timeout: 180_000 },
  async () => {
    const demo = spawn(process.execPath, [DEMO], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(demo, 'exit');
    let output = '';
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (text.includes('Ctrl-C ends it')) demo.kill('SIGINT');
      });
    }
    expect([await ended, output]).toEqual([[0, null], expect.stringContaining('The demo did what it said.')]);
    expect(output).toMatch(
      /Already drifted[\s\S]*update apps\/Deployment shop-production\/api\n\s+spec\n\s+- replicas: \d+  # written by kubectl/,
    );
    expect(output).not.toMatch(/not-a-real-(password|session)|bm90LWEtcmVhbC/);
    const folder = /cd (\S+)\/demo\/shop/.exec(output)?.[1] ?? '/';
    expect(existsSync(folder)).toBe(false);
  },
);
