import { describe, expect, it } from 'vitest';
import { type OpsErrorCode, OpsError } from '../../../../src/core/errors.ts';
import { type DecideTipDeps, decideTip } from '../../../../src/flows/configuration/decide-tip.ts';
import type { CheckReport } from '../../../../src/ports/checks.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };
const TIP = 'a'.repeat(40);

/** What is said on the branch's tip where the file of the configuration is refused. */
async function said(code: OpsErrorCode): Promise<string[]> {
  const checks: CheckReport[] = [];
  const commits = { branch: () => TIP, source: async () => ({}) };
  const find = () =>
    Promise.reject(new OpsError({ code, subject: '.github/plumbline.yml', message: 'is refused.' }));
  const deps = {
    repositories: { defaultBranch: async () => ({ name: 'main', readAt: 0 }) },
    mirror: { fetch: async () => commits },
    configuration: { paths: [], find, parse: () => ({ environments: [] }) },
    configurations: { inForce: async () => ({ id: 1, repository: 1, commit: TIP }) },
    setByServer: () => undefined,
    clock: { now: () => 0 },
    checks: {
      publish: async (_repository: unknown, _commit: string, check: CheckReport) => checks.push(check),
    },
  };
  await decideTip(deps as unknown as DecideTipDeps, { repository: REPOSITORY });
  return checks.map(({ conclusion, summary }) => `${conclusion}: ${summary.split('\n')[0]}`);
}

describe('the configuration on the branch', () => {
  it.each(['ambiguous', 'unsupported', 'invalid-source'] as const)(
    'U2: one that cannot be read (%s) is said, and the last valid one stays in force',
    async (code) => {
      expect(await said(code)).toEqual([
        'failure: The last valid configuration stays in force until this is put right.',
      ]);
    },
  );

  it('what may go better next time is tried again', async () => {
    await expect(said('tool-failed')).rejects.toThrow('is refused');
  });
});
