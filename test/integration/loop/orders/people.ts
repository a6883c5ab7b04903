import { setTimeout as sleep } from 'node:timers/promises';
import type { Login } from '../../../support/loop.ts';
import { pick } from '../../../support/random.ts';
import {
  type Order,
  type Proposed,
  type Reading,
  contentOf,
  planOf,
  pullOf,
  readPull,
  repositoryOf,
  runOn,
} from './order.ts';

const PEOPLE: readonly Login[] = ['alice', 'bob', 'bob', 'bob', 'carol', 'carol', 'carol', 'mallory'];
export const TIP = 'plumbline / configuration';

type Between = () => Promise<void>;

/** Somebody reads, and while they think anything may happen. */
export async function review(order: Order, { number }: Proposed, between: Between): Promise<void> {
  const user = pick(order.random, PEOPLE);
  const { pull } = pullOf(order, number);
  const head = pull.head.sha;
  const before = readPull(order, number);
  await between();
  // Whoever had nothing to read before reads what has come since, if the page is still of that commit.
  const late = pullOf(order, number).pull.head.sha === head ? readPull(order, number) : undefined;
  const parameters = { ...nameOf(order), pull_number: number, commit_id: head, event: 'APPROVE' as const };
  const { data } = await order.loop.as(user).rest.pulls.createReview(parameters);
  order.said.push({
    pull: number,
    user,
    read: [before ?? late ?? order.atReview.get(data.id)].filter((read) => read !== undefined),
    review: data.id,
  });
}

/** Of the head at that moment: of what could be read right before or right after. */
export async function command(order: Order, { number }: Proposed): Promise<void> {
  const user = pick(order.random, PEOPLE);
  const before = readPull(order, number);
  const word = { pull: number, user, read: [before].filter((read) => read !== undefined) };
  const comment = await say(order, number, user, '/plumb approve production');
  const after = readPull(order, number);
  order.said.push({ ...word, read: [...word.read, ...(after === undefined ? [] : [after])], comment });
}

export async function named(order: Order, { number }: Proposed, between: Between): Promise<void> {
  const user = pick(order.random, PEOPLE);
  const read = readPull(order, number);
  await between();
  if (read === undefined) return;
  const comment = await say(order, number, user, `/plumb approve production ${read.plan}`);
  order.said.push({ pull: number, user, read: [read], comment });
}

/** Of the page that they have open, which may be of before. */
export async function button(order: Order, { number }: Proposed, between: Between): Promise<void> {
  const run = runOn(order, pullOf(order, number).pull.head.sha);
  const plan = planOf(run?.output.summary);
  const read = plan === undefined ? [] : [{ plan, ...contentOf(run?.output.text ?? '') }];
  if (run === undefined || run.actions.length === 0) return;
  // The check of a commit is that of one of its pull requests.
  const { pull } = JSON.parse(run.externalId) as { pull: number };
  await between();
  await press(order, number, run.id, pick(order.random, PEOPLE), read, pull);
}

/** The button of the default branch's check. */
export async function tipButton(order: Order, { number }: Proposed): Promise<void> {
  const tip = await order.loop.github.world.git(repositoryOf(order)).resolve('refs/heads/main');
  const run = runOn(order, tip ?? '', TIP);
  if (run === undefined || run.actions.length === 0) return;
  const read = [{ plan: 'tip', ...contentOf(run.output.text ?? '') }];
  await press(order, number, run.id, pick(order.random, PEOPLE), read, 0);
}

async function press(
  order: Order,
  at: number,
  run: number,
  user: Login,
  read: readonly Reading[],
  pull: number,
) {
  const { url } = order.loop.github;
  const init = {
    method: 'POST',
    headers: { cookie: `login=${user}` },
    body: new URLSearchParams({ identifier: 'approve' }),
  };
  // Said before it is heard: the answer comes when it may have been worked on.
  order.said.push({ pull, user, read });
  await (await fetch(`${url}/acme/${order.name}/pull/${at}/checks/${run}/action`, init)).body?.cancel();
}

export async function say(order: Order, number: number, user: Login, body: string): Promise<number> {
  const parameters = { ...nameOf(order), issue_number: number, body };
  return (await order.loop.as(user).rest.issues.createComment(parameters)).data.id;
}

export function nameOf({ name }: Pick<Order, 'name'>) {
  return { owner: 'acme', repo: name };
}

/** Waits a while for something to read. */
export async function wait(order: Order, { number }: Proposed): Promise<void> {
  await atMost(
    20,
    () => pullOf(order, number).pull.base.ref !== 'main' || readPull(order, number) !== undefined,
  );
  await sleep(1100);
}

/** Waits a while for the word that was just given to be looked at. */
export async function waitForVerdict(order: Order, { number }: Proposed): Promise<void> {
  await sleep(1000);
  const conclusion = () => runOn(order, pullOf(order, number).pull.head.sha)?.conclusion;
  await atMost(5, () => conclusion() === 'success');
}

async function atMost(seconds: number, isSo: () => boolean): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && !isSo()) await sleep(200);
}
