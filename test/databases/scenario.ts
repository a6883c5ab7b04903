import { setTimeout as sleep } from 'node:timers/promises';
import { type Loop, NAME, until } from '../support/loop.ts';
import { approved, deployed, driftPull, pressed } from '../support/shop.ts';

/** Names and numbers that a kept database holds, so that they can be put into another world's place. */
export interface Landmarks {
  readonly commits: Readonly<Record<string, string>>;
  readonly ids: {
    readonly repository: number;
    readonly installation: number;
    /** Of the sync that was cut short. */
    readonly deployment: number;
  };
}

/** Far from every other number that a dump holds. */
export const IDS_FROM = 7_300_000;
export const KEPT_NAME = 'before';

/** The pull requests of the scenario. */
export const PULLS = { first: 1, open: 2, approved: 3, drift: 4, cutShort: 5 } as const;

const CONFIG = `version: 1
environments:
  production:
    gate: { approvals: 1 }
    drift: { action: pull-request, after: 1s }
    targets:
      TARGET: { engine: kubernetes, cluster: sandbox, path: shop, namespace: NAMESPACE, prune: true }
      TARGET-bank: { engine: kubernetes, cluster: sandbox, path: bank, namespace: NAMESPACE, prune: true }
      TARGET-desk: { engine: kubernetes, cluster: sandbox, path: desk, namespace: NAMESPACE, prune: true }
`;
export const FILES = { '.github/plumbline.yml': CONFIG };

export function note(name: string, text: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: ${text} }\n`;
}

/** In seconds: to be killed in the middle of it. */
const LONG_ENOUGH = 6;

export function bank(image: string, minReadySeconds = 0): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: bank }
spec:
  replicas: 1
  minReadySeconds: ${minReadySeconds}
  selector: { matchLabels: { app: bank } }
  template:
    metadata: { labels: { app: bank } }
    spec: { containers: [{ name: bank, image: registry.example.com/${image} }] }
`;
}

/**
 * A story that ends in the middle: a target in sync, one that drifted, a pull request that is shown, one that is
 * approved, and a sync that the server was killed in.
 */
export async function leaveInTheMiddle(loop: Loop): Promise<Landmarks> {
  const commits: Record<string, string> = {};
  const tip = async () =>
    (await loop.as('carol').rest.repos.getBranch({ ...NAME, branch: 'main' })).data.commit.sha;
  commits['begin'] = await tip();
  commits['first'] = await loop.push('first', {
    'shop/banner.yaml': note('banner', 'autumn'),
    'bank/bank.yaml': bank('bank:1'),
    'desk/hours.yaml': note('hours', 'eight'),
  });
  await approved(loop, await loop.open('first'));
  commits['first merged'] = await loop.merge(PULLS.first);
  await deployed(loop, 1);
  commits['open'] = await loop.push('open', { 'desk/hours.yaml': note('hours', 'nine') });
  await loop.open('open');
  await until('it is planned', () => loop.check(PULLS.open));
  commits['approved'] = await loop.push('approved', { 'desk/door.yaml': note('door', 'wide') });
  await loop.open('approved');
  await until('it is planned', () => loop.check(PULLS.approved));
  // What is approved in the second in which it came to be shown may not count.
  await sleep(2500);
  await pressed(loop, PULLS.approved, 'bob');
  await until('it is approved', async () => (await loop.check(PULLS.approved))?.conclusion === 'success');
  await loop.kubectl('patch', 'configmap', 'banner', '--patch', '{"data":{"text":"by hand"}}');
  await until('there is a pull request that reverts', () => driftPull(loop));
  commits['drift'] = await headOf(loop, PULLS.drift);
  commits['cut short'] = await loop.push('cut-short', { 'bank/bank.yaml': bank('bank:2', LONG_ENOUGH) });
  await approved(loop, await loop.open('cut-short'));
  commits['cut short merged'] = await loop.merge(PULLS.cutShort);
  await until('it is applying', async () => (await loop.deployments())[0] === 'in_progress');
  await loop.app.stop('SIGKILL');
  return { commits, ids: { ...idsOf(loop), deployment: await lastDeployment(loop) } };
}

async function headOf(loop: Loop, pull_number: number): Promise<string> {
  return (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number })).data.head.sha;
}

async function lastDeployment(loop: Loop): Promise<number> {
  const { data } = await loop.as('carol').rest.repos.listDeployments({ ...NAME, environment: 'production' });
  return data[0]?.id ?? 0;
}

function idsOf({ github, app }: Loop): Omit<Landmarks['ids'], 'deployment'> {
  const repository = github.world.repository('acme/shop');
  const installation = github.world.installations().find((each) => each.app.id === app.id);
  if (repository === undefined || installation === undefined) throw new Error('acme/shop is not installed.');
  return { repository: repository.id, installation: installation.id };
}
