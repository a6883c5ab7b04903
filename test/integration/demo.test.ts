import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const DEMO = fileURLToPath(new URL('../../sandbox/demo.ts', import.meta.url));

it('the demo does what it says, and shows no secret of its repository', { timeout: 180_000 }, async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [DEMO, '--once'], {
    maxBuffer: 2 ** 24,
  });
  expect(stdout).toContain('The demo did what it said.');
  expect(stdout).toMatch(
    /Already drifted[\s\S]*update apps\/Deployment shop-production\/api\n\s+spec\.replicas   \(written by kubectl/,
  );
  expect(stdout + stderr).not.toMatch(/not-a-real-(password|session)|bm90LWEtcmVhbC/);
});
