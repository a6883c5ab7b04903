import { describe, expect, it } from 'vitest';
import type { Installation } from '../../../sandbox/github/world/model.ts';
import { type Loop, CHECK, NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, onShow } from '../../support/shop.ts';

async function metric(loop: Loop, name: string): Promise<number> {
  const line = (await loop.app.process().metrics()).split('\n').find((text) => text.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** The App's suite of a pull request's head, as GitHub's page offers it to be run again. */
async function rerunAll(loop: Loop, pull: number): Promise<void> {
  const { data } = await loop.as('bob').rest.pulls.get({ ...NAME, pull_number: pull });
  const suites = await loop.as('bob').rest.checks.listSuitesForRef({ ...NAME, ref: data.head.sha });
  const check_suite_id = suites.data.check_suites[0]?.id ?? 0;
  await loop.as('bob').rest.checks.rerequestSuite({ ...NAME, check_suite_id });
}

describe('deliveries', { timeout: 240_000 }, () => {
  it('U51, U58: "Re-run all checks" plans again; a run that carries nonsense is counted and never retried', async () => {
    const loop = await startLoop();
    await loop.push('first', SHOP);
    const pull = await loop.open('first');
    const before = await onShow(loop, pull);
    expect(before.text).not.toContain('exists');

    // Nobody owns it, so that only a new plan can know of it.
    await loop.kubectl('create', 'configmap', 'banner', '--from-literal=text=winter');
    await rerunAll(loop, pull);
    await until('the plan is new', async () =>
      /banner[\s\S]*(winter|exists)/.test((await loop.check(pull))?.text ?? ''),
    );

    const run = loop.github.world.repository('acme/shop')?.checkRuns.findLast(({ name }) => name === CHECK);
    if (run === undefined) throw new Error('There is no check.');
    for (const [count, text] of ['nonsense', '[]', '{"pull":"1"}'].entries()) {
      run.externalId = text;
      await loop.as('bob').rest.checks.rerequestRun({ ...NAME, check_run_id: run.id });
      const name = 'plumbline_ignored_total{reason="malformed"}';
      await until(`${text} is counted`, async () => (await metric(loop, name)) === count + 1);
    }
    expect(await metric(loop, 'plumbline_jobs_total{queue="receive",outcome="retried"}')).toBe(0);
    expect(await metric(loop, 'plumbline_jobs_total{queue="receive",outcome="dead"}')).toBe(0);
  });

  it('U56: an installation that is refused hides none of the others, and is said once', async () => {
    const loop = await startLoop();
    const { world, admin, faults } = loop.github;
    await admin.createOrganization({ login: 'before', members: { carol: 'admin' }, teams: {} });
    const app = world.apps()[0];
    const account = world.account('before');
    if (app === undefined || account === undefined) throw new Error('There is no App, or no account.');
    const other = await admin.install(app, account, {});
    // It is asked first, so that whatever stops there never comes to the one of the shop.
    const installations = world.installations() as Installation[];
    installations.unshift(...installations.splice(-1));
    for (const status of [404, 403]) {
      const path = `/app/installations/${other.id}/access_tokens`;
      faults.failRequests(Infinity, { kind: 'status', status }, { path });
      faults.dropDeliveries(100);
      await loop.push(`feature-${status}`, SHOP);
      const pull = await loop.open(`feature-${status}`);
      await loop.app.stop('SIGTERM');
      await loop.app.start();
      await until('it is made up for', async () => (await loop.check(pull)) !== undefined);
      const output = loop.app.process().output();
      expect(output.split('an installation cannot be asked').length - 1).toBe(1);
      expect(output).toContain('installation of before');
      expect(output).toContain("look at it under the App's installations");
      faults.clear();
    }
  });
});
