import type { Login } from '../../../support/loop.ts';
import { pick } from '../../../support/random.ts';
import { breakSomething } from './faults.ts';
import { type Order, type Proposed, pullOf, repositoryOf } from './order.ts';
import { button, command, nameOf, named, review, tipButton, wait, waitForVerdict } from './people.ts';

type Step = (order: Order, pull: Proposed, between: () => Promise<void>) => unknown;

/** Everything that may happen, the likely things more often. */
export const STEPS: readonly (readonly [string, Step])[] = [
  ['push', push],
  ['push', push],
  ['wait', wait],
  ['wait', wait],
  ['review', review],
  ['review', review],
  ['calm', calm],
  ['calm', calm],
  ['calm', calm],
  ['command', command],
  ['named', named],
  ['named', named],
  ['button', button],
  ['button', button],
  ['dismiss', dismiss],
  ['delete', (order) => takeBack(order, 'delete')],
  ['edit', (order) => takeBack(order, 'edit')],
  ['live edit', editLive],
  ['open', (order) => propose(order)],
  ['same head', sameHead],
  ['retarget', retarget],
  ['close or reopen', closeOrReopen],
  ['direct push', pushConfiguration],
  ['tip button', tipButton],
  ['tip button', tipButton],
  ['merge', merge],
  ['fault', breakSomething],
];

/** Nobody is in a hurry: somebody reads, and approves. */
async function calm(order: Order, pull: Proposed): Promise<void> {
  await wait(order, pull);
  await pick(order.random, [review, named, button])(order, pull, async () => {});
  await waitForVerdict(order, pull);
}

const AUTHORS: readonly Login[] = ['alice', 'alice', 'alice', 'alice', 'bob'];

export async function propose(order: Order): Promise<void> {
  const branch = `change-${order.pulls.length + 1}`;
  await branchFrom(order, branch, 'main');
  const committed = new Set<string>();
  await commit(order, branch, committed);
  await open(order, branch, committed);
}

async function open(order: Order, branch: string, committed: ReadonlySet<string>): Promise<void> {
  const user = pick(order.random, AUTHORS);
  const base = order.random() < 0.9 ? 'main' : 'release';
  const parameters = { ...nameOf(order), head: branch, base, title: `Change ${branch}` };
  const { data } = await order.loop.as(user).rest.pulls.create(parameters);
  const own = new Set([...committed, user]);
  order.pulls.push({ number: data.number, branch, committed: new Set(committed), own });
}

export async function branchFrom(order: Order, branch: string, from: string): Promise<void> {
  const { git } = order.loop.as('alice').rest;
  const ref = await git.getRef({ ...nameOf(order), ref: `heads/${from}` });
  await git.createRef({ ...nameOf(order), ref: `refs/heads/${branch}`, sha: ref.data.object.sha });
}

async function push(order: Order, { number, branch, own, committed }: Proposed): Promise<void> {
  if (pullOf(order, number).state === 'open') await commit(order, branch, own, committed);
}

/** The object becomes something that it never was, and sometimes the gate something else. */
async function commit(order: Order, branch: string, ...people: readonly Set<string>[]): Promise<void> {
  const user = pick(order.random, AUTHORS);
  // Before it is done: from then on it may be looked at.
  for (const each of people) each.add(user);
  const judgesOtherwise = order.random() < 0.3;
  if (!judgesOtherwise || order.random() < 0.7)
    await write(order, user, branch, 'k8s/thing.yaml', thing(order, newText(order)));
  if (judgesOtherwise) await write(order, user, branch, FILE, configuration(order.name, gate(order)));
}

const FILE = '.github/plumbline.yml';
const gate = ({ random }: Order) => Math.floor(random() * 3);

let texts = 0;
function newText({ name }: Order): string {
  texts += 1;
  return `${name}-${texts}`;
}

export function thing({ name }: Pick<Order, 'name'>, text: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: ${text} }\n`;
}

export function configuration(name: string, approvals: number): string {
  return `version: 1
environments:
  production:
    gate: { approvals: ${approvals} }
    drift: { action: pull-request, after: 1h }
    targets:
      TARGET-${name}: { engine: kubernetes, cluster: sandbox, path: k8s, namespace: NAMESPACE }
`;
}

async function write(order: Order, user: Login, branch: string, path: string, text: string): Promise<void> {
  const { repos } = order.loop.as(user).rest;
  const { data } = await repos.getContent({ ...nameOf(order), path, ref: branch });
  const own = text
    .replaceAll('NAMESPACE', order.loop.namespace)
    .replaceAll('TARGET', order.loop.target.replace('production/', ''));
  const content = Buffer.from(own).toString('base64');
  const sha = 'sha' in data ? data.sha : '';
  await repos.createOrUpdateFileContents({
    ...nameOf(order),
    path,
    branch,
    message: `Change ${path}`,
    content,
    sha,
  });
}

/** Who opened the other one has no part in this one by that. */
async function sameHead(order: Order, { branch, committed }: Proposed): Promise<void> {
  const twin = `twin-${order.pulls.length + 1}`;
  await branchFrom(order, twin, branch);
  await open(order, twin, committed);
}

async function retarget(order: Order, { number }: Proposed): Promise<void> {
  const base = pullOf(order, number).pull.base.ref === 'main' ? 'release' : 'main';
  await order.loop.as('carol').rest.pulls.update({ ...nameOf(order), pull_number: number, base });
}

async function closeOrReopen(order: Order, { number }: Proposed): Promise<void> {
  const state = pullOf(order, number).state === 'open' ? 'closed' : 'open';
  await order.loop.as('carol').rest.pulls.update({ ...nameOf(order), pull_number: number, state });
}

async function merge(order: Order, { number, own }: Proposed): Promise<void> {
  await order.loop.as('carol').rest.pulls.merge({ ...nameOf(order), pull_number: number });
  // What was merged past the check waits for the button of the default branch.
  for (const approvals of [0, 1, 2]) order.brought.push({ approvals, by: [...own, 'carol'] });
}

async function pushConfiguration(order: Order): Promise<void> {
  const approvals = gate(order);
  order.brought.push({ approvals, by: ['carol'] });
  await write(order, 'carol', 'main', FILE, configuration(order.name, approvals));
}

async function editLive(order: Order): Promise<void> {
  const text = newText(order);
  order.byHand.add(text);
  const patch = JSON.stringify({ data: { text } });
  await order.loop.kubectl('patch', 'configmap', order.name, '--type=merge', '--patch', patch);
}

async function dismiss(order: Order): Promise<void> {
  const word = order.said.findLast(({ review: id, takenBack }) => id !== undefined && takenBack !== true);
  if (word?.review === undefined) return;
  const parameters = { ...nameOf(order), pull_number: word.pull, review_id: word.review, message: 'No.' };
  await order.loop.as('carol').rest.pulls.dismissReview(parameters);
  word.takenBack = true;
}

async function takeBack(order: Order, how: 'delete' | 'edit'): Promise<void> {
  const word = order.said.findLast(({ comment, takenBack }) => comment !== undefined && takenBack !== true);
  if (word?.comment === undefined) return;
  const parameters = { ...nameOf(order), comment_id: word.comment };
  const { issues } = order.loop.as('carol').rest;
  if (how === 'delete') await issues.deleteComment(parameters);
  else await issues.updateComment({ ...parameters, body: '/plumb approve' });
  const still = pullOf(order, word.pull).comments.find(({ id }) => id === word.comment);
  // An edit in the second in which it was written leaves no trace in GitHub's answers.
  if (still === undefined || still.updatedAt !== still.createdAt) word.takenBack = true;
}

export const isThere = (order: Order) => repositoryOf(order).checkRuns.length > 0;
