import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { playDemo } from '../support/play-demo.ts';
import { folderWith } from '../support/temp-folder.ts';

const PICTURES = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const DEMO = fileURLToPath(new URL('../../sandbox/demo.ts', import.meta.url));

it(
  'U63, U69: the demo acts the whole loop out, as its pictures in the documents show it, shows no secret, can be played with as it says, and leaves nothing behind',
  { timeout: 900_000 },
  async () => {
    const pages = folderWith({});
    const args = [DEMO, '--port', '0', '--pages', pages];
    const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
      /Revert drift: production\/shop[\s\S]*Service shop-production\/web[^\n]*deleted live; it comes back[\s\S]*containers\[name=api\]\.env[\s\S]*containers\[name=web\]\.image/,
      /put right outside of this pull request/,
    ];
    for (const step of steps) expect(output).toMatch(step);
    expect(output).not.toMatch(/not-a-real-(password|session)|bm90LWEtcmVhbC/);
    const folder = /cd (\S+)\/demo\/shop/.exec(output)?.[1] ?? '/';
    expect(existsSync(folder)).toBe(false);
    for (const moment of ['preview', 'gate', 'deployed', 'drift']) expectPicture(pages, moment);
  },
);

/** U69: a picture is not older than what it shows. Taken anew by: npm run screenshots */
function expectPicture(pages: string, moment: string): void {
  const shown = readFileSync(`${pages}/${moment}.txt`, 'utf8');
  const pictured = readFileSync(`${PICTURES}${moment}.txt`, 'utf8');
  expect([moment, shown]).toEqual([moment, pictured]);
}
