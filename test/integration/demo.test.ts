import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { playDemo } from '../support/play-demo.ts';

const DEMO = fileURLToPath(new URL('../../sandbox/demo.ts', import.meta.url));

it(
  'U63: the demo acts the whole loop out, shows no secret, can be played with as it says, and leaves nothing behind',
  { timeout: 900_000 },
  async () => {
    const demo = spawn(process.execPath, [DEMO, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(demo, 'exit');
    const up = Promise.withResolvers<void>();
    let output = '';
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Ctrl-C ends it')) up.resolve();
      });
    }
    const isUp = await Promise.race([up.promise.then(() => true), ended.then(() => false)]);
    const played = isUp ? await playDemo(output).finally(() => demo.kill('SIGINT')) : '';
    expect(played).toContain('Create a pull request for');
    expect(played).toContain('Merged as');
    expect([await ended, output]).toEqual([[0, null], expect.stringContaining('The demo did what it said.')]);
    const steps = [
      /Your change[\s\S]*autumn-banner[\s\S]*web:1\.5\.0[\s\S]*Already drifted/,
      /1 of 2 approvals of this plan by @acme\/sre/,
      /@eve may not write to this repository/,
      /in_progress[\s\S]*success\s+Live is as [0-9a-f]{7} says, and healthy/,
      /plumbline_drifted_objects is 3/,
      /Revert drift: production\/shop[\s\S]*create Service[\s\S]*DEBUG[\s\S]*web:hotfix/,
      /put right outside of this pull request/,
    ];
    for (const step of steps) expect(output).toMatch(step);
    expect(output).not.toMatch(/not-a-real-(password|session)|bm90LWEtcmVhbC/);
    const folder = /cd (\S+)\/demo\/shop/.exec(output)?.[1] ?? '/';
    expect(existsSync(folder)).toBe(false);
  },
);
