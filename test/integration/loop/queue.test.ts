import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestOf } from '../../databases/load.ts';
import { type Loop, CHECK, NAME, startLoop, until } from '../../support/loop.ts';
import {
  CI,
  enqueue,
  entryOf,
  merged,
  passCi,
  require,
  settle,
  startQueue,
  verdict,
} from '../../support/queue.ts';
import { SHOP, approved, deploy, deployed, deployment, onShow } from '../../support/shop.ts';

/** Each rollout is waited for, one after the other. */
const PATIENCE = 180;

const BANNER = (text: string) => ({
  'k8s/banner.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: banner }\ndata: { text: ${text} }\n`,
});
const IMAGE = (image: string) => ({ 'k8s/web.yaml': deployment(image) });
const SCALED = { 'k8s/web.yaml': deployment('web:1').replace('replicas: 1', 'replicas: 2') };

async function propose(loop: Loop, branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  await loop.push(branch, files);
  return loop.open(branch);
}

async function headOf(loop: Loop, pull: number): Promise<string> {
  return (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull })).data.head.sha;
}

/** Proposed and approved, and known to the status that everything waits for. */
async function ready(loop: Loop, branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  const pull = await propose(loop, branch, files);
  await approved(loop, pull);
  await passCi(loop, await headOf(loop, pull));
  return pull;
}

const live = (loop: Loop) =>
  loop.kubectl(
    'get',
    'deployment/web',
    'configmap/banner',
    '--output=jsonpath={.items[*].spec.template.spec.containers[0].image} {.items[*].data.text}',
  );

describe('U44: a merge queue', { timeout: 480_000 }, () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'U44: merges and deploys, one after the other, what was approved of different objects (%s)',
    async (method) => {
      const loop = await startLoop();
      await deploy(loop, 'first', SHOP);
      const web = await ready(loop, 'web', IMAGE('web:2'));
      await loop.push('banner', BANNER('spring'));
      const banner = await ready(loop, 'banner', BANNER('winter'));
      const docs = await propose(loop, 'docs', { 'README.md': 'Hello.\n' });
      await until(
        'nothing is to be approved',
        async () => (await loop.check(docs))?.conclusion === 'success',
      );
      await passCi(loop, await headOf(loop, docs));
      startQueue(loop, [CHECK, CI], method);
      for (const pull of [web, banner, docs]) await enqueue(loop, pull);
      const entries = [];
      for (const pull of [web, banner, docs]) entries.push(await entryOf(loop, pull));
      for (const entry of entries) await verdict(loop, entry, 'success');
      expect(await verdict(loop, entries[2] ?? '', 'success')).toBe(
        'Nothing to deploy: This entry touches no target here.',
      );
      // The last first: GitHub merges all of them in one go then.
      for (const entry of entries.toReversed()) await passCi(loop, entry);
      for (const pull of [web, banner, docs]) await merged(loop, pull);
      const isLive = async () => (await live(loop)) === 'registry.example.com/web:2 winter';
      await until('all of it is live', isLive, PATIENCE);
      await until('the last is deployed', async () => (await loop.deployments())[0] === 'success', PATIENCE);
      expect((await loop.deployments()).length).toBe(3);
    },
  );

  it('U44: lets nothing through that was not approved as it would be deployed', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    const [image, scale] = [await ready(loop, 'image', IMAGE('web:2')), await ready(loop, 'scale', SCALED)];
    startQueue(loop, [CHECK, CI]);
    await enqueue(loop, image);
    await enqueue(loop, scale);
    const [first, second] = [await entryOf(loop, image), await entryOf(loop, scale)];
    await verdict(loop, first, 'success');
    const overlap = await verdict(loop, second, 'failure');
    expect(overlap).toContain(
      `It overlaps with #${image} on apps/Deployment ${loop.namespace}/web. Let #${image} be merged and deployed first`,
    );

    // Taken back while it waits: it leaves, though it had passed.
    const { rest } = loop.as('carol');
    const { data: reviews } = await rest.pulls.listReviews({ ...NAME, pull_number: image });
    const dismissal = { ...NAME, pull_number: image, review_id: reviews[0]?.id ?? 0, message: 'Not yet.' };
    await rest.pulls.dismissReview(dismissal);
    const withdrawn = await verdict(loop, first, 'failure');
    expect(withdrawn).toContain('No plan of this pull request has passed the gate: 0 of 1 approvals');

    // What nobody has approved, and what was approved before somebody changed live, in a queue that lets them in.
    require(loop, [CI]);
    const unapproved = await propose(loop, 'unapproved', BANNER('winter'));
    await onShow(loop, unapproved);
    await passCi(loop, await headOf(loop, unapproved));
    await enqueue(loop, unapproved);
    const refused = await verdict(loop, await entryOf(loop, unapproved), 'failure');
    expect(refused).toContain('0 of 1 approvals of this plan');
    require(loop, [CHECK, CI]);
    await settle(loop);

    const old = await ready(loop, 'old', BANNER('spring'));
    await loop.kubectl('patch', 'configmap/banner', '--type=merge', '--patch={"data":{"text":"by hand"}}');
    await until('its plan is another one', async () => (await loop.check(old))?.conclusion !== 'success');
    require(loop, [CI]);
    await enqueue(loop, old);
    const stale = await verdict(loop, await entryOf(loop, old), 'failure');
    expect(stale).toContain(
      `Its plan is not the approved one: update ConfigMap ${loop.namespace}/banner: changed since the approval: data.text`,
    );
    require(loop, [CHECK, CI]);
    await settle(loop);
    for (const pull of [image, scale, unapproved, old])
      expect((await rest.pulls.get({ ...NAME, pull_number: pull })).data.merged).toBe(false);
    expect(await live(loop)).toBe('registry.example.com/web:1 by hand');
  });

  it('U44: is served in an installation that has not accepted the permission, and it is said what is missing', async () => {
    const loop = await startLoop({ manifest: manifestOf('0001') });
    const { admin, world } = loop.github;
    const manifest = parse(
      readFileSync(fileURLToPath(new URL('../../../app.yml', import.meta.url)), 'utf8'),
    ) as { default_permissions: Record<string, 'read' | 'write'>; default_events: string[] };
    const app = world.apps().find(({ id }) => id === loop.app.id);
    const [installation] = world.installations().filter((each) => each.app === app);
    if (app === undefined || installation === undefined) throw new Error('The App is not installed.');
    admin.requestPermissions(app, manifest.default_permissions, manifest.default_events);
    await loop.app.stop('SIGTERM');
    await loop.app.start();
    await until('it is said', async () => loop.app.process().output().includes('"merge_queues: read"'));
    expect(loop.app.process().output()).toContain('"events":["merge_group"]');
    expect(loop.app.process().output()).not.toContain('the App lacks permissions');
    const METRIC = 'plumbline_unaccepted_permissions{account="acme",permission="merge_queues: read"} 1';
    expect(await loop.app.process().metrics()).toContain(METRIC);

    await deploy(loop, 'first', SHOP);
    const pull = await ready(loop, 'banner', BANNER('winter'));
    startQueue(loop);
    await enqueue(loop, pull);
    await merged(loop, pull);
    await deployed(loop, 2);
    const told = world.deliveries.filter(({ event }) => event === 'merge_group');
    expect(told).toEqual([]);

    admin.acceptPermissions(installation);
    await until('it is missed no longer', async () => !(await loop.app.process().metrics()).includes(METRIC));
    const next = await ready(loop, 'next', BANNER('spring'));
    await enqueue(loop, next);
    await merged(loop, next);
    await deployed(loop, 3);
  });
});
