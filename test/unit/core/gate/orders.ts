import { changedEnvironments } from '../../../../src/core/configuration/change.ts';
import { inForceAt } from '../../../../src/core/configuration/in-force-at.ts';
import type { Person } from '../../../../src/core/gate/facts.ts';
import { approvedChanges, casesOf, deployable, judge } from '../../../../src/core/gate/judge.ts';
import { planId } from '../../../../src/core/gate/on-show.ts';
import type { PreviewFact, Recorded } from '../../../../src/core/gate/recorded.ts';
import { strictest } from '../../../../src/core/gate/strictest.ts';
import { environmentFingerprint } from '../../../../src/core/plan/environment-fingerprint.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import type { Config, Gate } from '../../../../src/core/target/environment.ts';
import { type Random, pick } from '../../../support/random.ts';

/**
 * A GitHub, a live system and a server that records, in which anything may happen in any order. Beside what the server
 * records it keeps the truth: which plan each person had read when they approved. Whatever the pure rules then let pass
 * is held against that truth.
 */
export interface World {
  readonly random: Random;
  /** GitHub's clock, in milliseconds, whole seconds. */
  now: number;
  live: number;
  /** What the default branch's file says: approvals that production's gate asks for. */
  tip: number;
  /** Recorded: the configurations that were in force, the last one is. */
  readonly inForce: { readonly approvals: number; readonly since: number; readonly settledAt?: number }[];
  readonly pulls: Pull[];
  commits: number;
  readonly events: string[];
}

interface Shown {
  readonly fingerprint: string;
}

interface Preview extends PreviewFact {
  sentAt?: number;
  shownAt?: number;
  readonly fingerprint: string;
}

interface Pull {
  readonly author: string;
  head: string;
  /** Every commit that was its head. */
  readonly heads: Set<string>;
  /** What it would make of live, and of the gate. */
  content: number;
  gate: number | undefined;
  base: 'main' | 'release';
  state: 'open' | 'merged' | 'closed';
  /** What judged when it was merged, in truth. */
  judgedAtMerge?: number;
  mergedAt?: number;
  readonly pushers: Set<string>;
  readonly previews: Preview[];
  /** What GitHub shows: in the check of its head, and in its comment. */
  check: Shown | undefined;
  comment: Shown | undefined;
  reviews: Said[];
  comments: Said[];
  buttons: Said[];
}

interface Said {
  readonly user: string;
  readonly at: number;
  readonly head: string;
  /** The truth: what the person had read in check and comment; undefined: not both, or not the same. */
  readonly read: string | undefined;
  readonly id?: string;
  readonly shownAt?: number;
  edited?: true;
  dismissed?: true;
}

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'mallory'];
const READER = 'mallory';
const WRITERS = new Map<string, Person>(
  PEOPLE.map((login) => [
    login,
    { login, type: 'User', permission: login === READER ? 'read' : 'admin', teams: new Map() },
  ]),
);

function gateOf(approvals: number): Gate {
  return {
    approvals,
    from: [],
    freeze: [],
    onPlanChange: 'hold',
    nobody: [],
    updateBranch: 'ignored',
  };
}

function configOf(approvals: number): Config {
  const drift = { action: 'pull-request' as const, after: '10m' };
  return { environments: [{ name: 'production', gate: gateOf(approvals), drift, targets: [] }] };
}

export function newWorld(random: Random, approvals: number): World {
  return {
    random,
    now: 1_000_000,
    live: 0,
    tip: approvals,
    inForce: [{ approvals, since: 0 }],
    pulls: [],
    commits: 0,
    events: [],
  };
}

type Step = (world: World, pull: Pull) => void;

/** Everything that may happen, the likely things more often. */
export const STEPS: readonly (readonly [string, Step])[] = [
  ['push', push],
  ['plan', plan],
  ['plan', plan],
  ['check', showCheck],
  ['check', showCheck],
  ['comment', showComment],
  ['comment', showComment],
  ['shown', recordShown],
  ['shown', recordShown],
  ['look', look],
  ['look', look],
  ['look', look],
  ['review', review],
  ['review', review],
  ['command', command],
  ['named', namedCommand],
  ['button', button],
  ['edit', (world, pull) => alter(world, pull.comments, (said) => (said.edited = true))],
  ['dismiss', (world, pull) => alter(world, pull.reviews, (said) => (said.dismissed = true))],
  ['delete', (world, pull) => void pull.comments.splice(Math.floor(world.random() * 3), 1)],
  ['live', (world) => (world.live = Math.floor(world.random() * 2))],
  [
    'retarget',
    (_world, pull) => pull.state === 'open' && (pull.base = pull.base === 'main' ? 'release' : 'main'),
  ],
  ['close', (world, pull) => world.random() < 0.2 && pull.state === 'open' && (pull.state = 'closed')],
  ['reopen', (_world, pull) => pull.state === 'closed' && (pull.state = 'open')],
  ['merge', merge],
  ['deploy', bring],
  ['direct push', (world) => (world.tip = Math.floor(world.random() * 3))],
  // Others have approved a configuration, as the button of the default branch's check does it.
  ['in force', (world) => world.random() < 0.3 && putInForce(world, Math.floor(world.random() * 3))],
  ['open', (world) => void open(world)],
  ['same head', sameHead],
];

export function open(world: World): Pull {
  const author = pick(world.random, ['alice', 'dave']);
  const pull: Pull = {
    author,
    head: '',
    heads: new Set(),
    content: 0,
    gate: undefined,
    base: world.random() < 0.8 ? 'main' : 'release',
    state: 'open',
    pushers: new Set(),
    previews: [],
    check: undefined,
    comment: undefined,
    reviews: [],
    comments: [],
    buttons: [],
  };
  push(world, pull);
  world.pulls.push(pull);
  return pull;
}

function push(world: World, pull: Pull): void {
  if (pull.state !== 'open') return;
  world.commits += 1;
  pull.head = String(world.commits).padStart(40, '0');
  pull.heads.add(pull.head);
  pull.content = 1 + Math.floor(world.random() * 2);
  pull.gate = world.random() < 0.3 ? Math.floor(world.random() * 3) : undefined;
  pull.pushers.add(world.random() < 0.8 ? pull.author : pick(world.random, PEOPLE));
  pull.check = undefined;
}

function sameHead(world: World, pull: Pull): void {
  const other = open(world);
  other.heads.clear();
  other.heads.add(pull.head);
  Object.assign(other, { head: pull.head, content: pull.content, gate: pull.gate, check: pull.check });
  for (const login of pull.pushers) other.pushers.add(login);
}

function changeOf(world: World, pull: Pull) {
  if (pull.gate === undefined) return undefined;
  return changedEnvironments(configOf(inForce(world)), configOf(pull.gate))[0];
}

function plan(world: World, pull: Pull): void {
  if (pull.state === 'closed' || pull.base !== 'main') return;
  const configuration = changeOf(world, pull);
  const differs = pull.content !== world.live;
  const targets = [
    { target: 'production/shop', fingerprint: `${pull.content}-${differs ? world.live : ''}` },
  ];
  const preview: Plan = {
    target: 'production/shop',
    destination: 'c',
    tools: [],
    source: pull.head,
    changes: differs
      ? [{ subject: { kind: 'A', scope: '', name: 'a' }, action: 'update', fields: [], marks: [] }]
      : [],
    unchanged: 0,
    unknown: [],
    warnings: [],
    fingerprint: targets[0]?.fingerprint ?? '',
  };
  pull.previews.push({
    environment: 'production',
    head: pull.head,
    fingerprint: environmentFingerprint(targets, configuration),
    targets: [
      { status: 'planned', target: 'production/shop', plan: preview, yours: [], drifted: [], adopted: [] },
    ],
    ...(configuration !== undefined && { configuration }),
  });
}

/** GitHub takes it, refuses it, or takes it and the answer is lost: before any of that it is recorded as sent. */
function showCheck(world: World, pull: Pull): void {
  const preview = latest(pull);
  if (preview === undefined) return;
  preview.sentAt ??= world.now;
  const { fingerprint } = preview;
  const luck = world.random();
  if (luck < 0.8) for (const each of ofHead(world, pull.head)) each.check = { fingerprint };
  if (luck < 0.7) checked.set(preview, world.now);
}

function showComment(world: World, pull: Pull): void {
  const preview = latest(pull);
  if (preview?.sentAt === undefined) return;
  if (world.random() < 0.2) return;
  pull.comment = { fingerprint: preview.fingerprint };
  if (world.random() < 0.8) commented.set(preview, world.now);
}

const checked = new WeakMap<Preview, number>();
const commented = new WeakMap<Preview, number>();

/** On show is what GitHub said that it had accepted, both of it, while it still stands there. */
function recordShown(_world: World, pull: Pull): void {
  const preview = latest(pull);
  if (preview === undefined || preview.shownAt !== undefined) return;
  const [check, comment] = [checked.get(preview), commented.get(preview)];
  if (check === undefined || comment === undefined) return;
  if (pull.check?.fingerprint !== preview.fingerprint || pull.comment?.fingerprint !== preview.fingerprint)
    return;
  preview.shownAt = Math.max(check, comment);
}

/** The server does all of its work, some of which may fail. */
function look(world: World, pull: Pull): void {
  plan(world, pull);
  showCheck(world, pull);
  showComment(world, pull);
  recordShown(world, pull);
  world.now += 1000;
}

function latest(pull: Pull): Preview | undefined {
  return pull.previews.findLast(({ head }) => head === pull.head);
}

function ofHead(world: World, head: string): Pull[] {
  return world.pulls.filter((pull) => pull.head === head);
}

/** What somebody who opens the page now reads, if check and comment tell of one plan. */
function readNow(pull: Pull): string | undefined {
  const { check, comment } = pull;
  return check?.fingerprint === comment?.fingerprint ? check?.fingerprint : undefined;
}

/** Somebody reads, lets time pass in which anything may happen, and says so then. */
function review(world: World, pull: Pull): void {
  const [head, before] = [pull.head, readNow(pull)];
  meanwhile(world, pull);
  // Whoever came before there was anything to read has had the page tell of it since.
  const read = before ?? (pull.head === head ? readNow(pull) : undefined);
  pull.reviews.push({ user: pick(world.random, PEOPLE), at: world.now, head, read });
}

function command(world: World, pull: Pull): void {
  // A comment names no commit. After a push the page still tells of the plan that was on show before it.
  const still = pull.previews.some(
    ({ fingerprint, shownAt }) => shownAt !== undefined && fingerprint === pull.comment?.fingerprint,
  );
  const read = readNow(pull) ?? (pull.check === undefined && still ? pull.comment?.fingerprint : undefined);
  pull.comments.push({ user: pick(world.random, PEOPLE), at: world.now, head: pull.head, read });
}

function namedCommand(world: World, pull: Pull): void {
  const read = readNow(pull);
  meanwhile(world, pull);
  if (read === undefined) return;
  const said = { user: pick(world.random, PEOPLE), at: world.now, head: pull.head, read, id: planId(read) };
  pull.comments.push(said);
}

/** The button carries its plan and since when it was there; there is none before its plan is on show. */
function button(world: World, pull: Pull): void {
  const preview = latest(pull);
  if (preview?.shownAt === undefined || pull.check?.fingerprint !== preview.fingerprint) return;
  const { fingerprint: read, shownAt } = preview;
  meanwhile(world, pull);
  pull.buttons.push({ user: pick(world.random, PEOPLE), at: world.now, head: pull.head, read, shownAt });
}

function meanwhile(world: World, pull: Pull): void {
  if (world.random() < 0.7) return;
  world.now += Math.floor(world.random() * 3) * 1000;
  const [name, step] = pick(world.random, STEPS.slice(0, 12));
  world.events.push(`(meanwhile ${name})`);
  step(world, pull);
}

function alter(world: World, all: Said[], change: (said: Said) => void): void {
  if (all.length > 0) change(pick(world.random, all));
}

function merge(world: World, pull: Pull): void {
  if (pull.state !== 'open' || world.random() < 0.5) return;
  pull.state = 'merged';
  pull.mergedAt = world.now;
  if (pull.base !== 'main') return;
  pull.judgedAtMerge = inForce(world);
  if (pull.gate !== undefined) world.tip = pull.gate;
}

function recordedOf(world: World, pull: Pull): Recorded<Preview> {
  const others = world.pulls.filter((other) => other !== pull).flatMap(({ previews }) => previews);
  return {
    head: pull.head,
    author: pull.author,
    previews: pull.previews,
    siblings: others.filter(({ head }) => pull.heads.has(head)),
    reviews: pull.reviews.map(({ user, at, head, dismissed }) => ({
      user: { login: user },
      state: dismissed === true ? ('DISMISSED' as const) : ('APPROVED' as const),
      commit: head,
      submittedAt: at,
    })),
    comments: pull.comments.map(({ user, at, id, edited }) => ({
      author: { login: user },
      body: `/plumb approve production${id === undefined ? '' : ` ${id}`}`,
      createdAt: at,
      updatedAt: edited === true ? at + 1000 : at,
    })),
    buttons: pull.buttons.map(({ user, read = '', shownAt }) => ({
      user,
      fingerprint: read,
      environment: 'production',
      ...(shownAt !== undefined && { shownAt }),
    })),
    contributors: [...pull.pushers].map((login) => ({ role: 'pusher' as const, login })),
    people: WRITERS,
  };
}

function judgedOf(world: World, pull: Pull) {
  const judging = configOf(inForce(world));
  const { mergedAt } = pull;
  const at = mergedAt === undefined ? undefined : inForceAt(world.inForce, mergedAt);
  const atMerge = at?.map(({ approvals }) => configOf(approvals));
  const recorded = recordedOf(world, pull);
  return judge(recorded, casesOf(recorded, { inForce: judging, ...(atMerge && { atMerge }) }));
}

function inForce({ inForce: all }: World): number {
  return all.at(-1)?.approvals ?? 0;
}

/** The server had asked GitHub for the time a while before it recorded what is in force from now on. */
function putInForce(world: World, approvals: number): void {
  const since = world.now - Math.floor(world.random() * 3) * 1000;
  const settledAt = world.now + Math.floor(world.random() * 2) * 1000;
  const last = { approvals, since: Math.max(since, world.inForce.at(-1)?.since ?? 0) };
  world.inForce.push(world.random() < 0.8 ? { ...last, settledAt } : last);
}

/** Puts what a merged pull request brings in force, as far as the rules let it. @returns whom that betrays */
function bring(world: World, pull: Pull): void {
  if (pull.state !== 'merged' || pull.base !== 'main' || pull.gate === undefined) return;
  const before = inForce(world);
  const due = changedEnvironments(configOf(before), configOf(pull.gate));
  if (due.length === 0 || approvedChanges(due, judgedOf(world, pull)) === undefined) return;
  const [record] = judgedOf(world, pull);
  insist(
    world,
    pull,
    record?.record?.fingerprint ?? '',
    Math.max(before, pull.judgedAtMerge ?? 0),
    'came into force',
  );
  putInForce(world, pull.gate);
}

/** Holds everything that the rules would let pass now against the truth. */
export function hold(world: World): void {
  for (const pull of world.pulls) {
    if (pull.state === 'open') holdCheck(world, pull);
    else if (pull.state === 'merged' && pull.base === 'main') holdDeploy(world, pull);
  }
}

/** A check that shows success speaks for every open pull request into the default branch that has the commit. */
function holdCheck(world: World, pull: Pull): void {
  const here = ofHead(world, pull.head).filter(({ state, base }) => state === 'open' && base === 'main');
  const said = here.map((each) => {
    const [one] = judgedOf(world, each);
    if (one === undefined) throw new Error('Production is not judged.');
    return {
      ...one,
      each,
      verdict: one.decision.verdict,
      held: false,
      merged: false,
      shown: one.record?.shownAt !== undefined,
    };
  });
  if (strictest(said)?.verdict !== 'approved') return;
  for (const { each, record, facts } of said)
    if (facts.current?.different === true)
      insist(world, each, record?.fingerprint ?? '', inForce(world), 'shows success');
}

function holdDeploy(world: World, pull: Pull): void {
  const [one] = judgedOf(world, pull);
  if (one === undefined) return;
  const due = deployable(one, pull.previews, configOf(inForce(world)));
  if (due === undefined) return;
  const changes = due.record.targets.some(
    (target) => target.status === 'planned' && target.plan.changes.length > 0,
  );
  if (changes && one.facts.current?.different === true)
    insist(world, pull, due.passed.fingerprint, pull.judgedAtMerge ?? 0, 'would be deployed');
}

/** So many people who may, and none of whom has a part in it, had read exactly that plan when they approved. */
function insist(world: World, pull: Pull, fingerprint: string, wanted: number, what: string): void {
  const counting = new Set<string>();
  for (const said of [...pull.reviews, ...pull.comments, ...pull.buttons]) {
    if (said.read !== fingerprint || said.edited === true || said.dismissed === true) continue;
    if (said.user === READER || said.user === pull.author || pull.pushers.has(said.user)) continue;
    counting.add(said.user);
  }
  if (counting.size >= wanted) return;
  throw new Error(
    `${what}, with ${counting.size} of ${wanted} approvals: ${JSON.stringify(pull, (_key, value: unknown) => (value instanceof Set ? [...value] : value))}\n${world.events.join(' → ')}`,
  );
}
