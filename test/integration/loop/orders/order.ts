import type { CheckRun, Issue, Repository } from '../../../../sandbox/github/world/model.ts';
import { type Login, type Loop, CHECK } from '../../../support/loop.ts';
import type { Random } from '../../../support/random.ts';

/** One story in a repository of its own: what happened, and what people had read when they spoke. */
export interface Order {
  readonly loop: Loop;
  readonly random: Random;
  /** Of the repository, and of its object in the cluster. */
  readonly name: string;
  readonly pulls: Proposed[];
  readonly said: Said[];
  /** What could be read at the moment of a review, by its id. */
  readonly atReview: Map<number, Reading>;
  /** Configurations that somebody brought to the default branch. */
  readonly brought: { readonly approvals: number; readonly by: readonly string[] }[];
  /** What people made of the object by hand. */
  readonly byHand: Set<string>;
  /** What the object was found to hold, in that order. */
  readonly live: () => readonly string[];
  readonly events: string[];
  /** Which pull request had which commit as its head, at any time: `number commit`. */
  readonly heads: Set<string>;
  /** Plans that were seen to be let pass. */
  readonly passed: Set<string>;
  /** What the default branch asked for when the App came. */
  readonly approvals: number;
}

export interface Proposed {
  readonly number: number;
  readonly branch: string;
  /** Whose commits its branch holds. */
  readonly committed: Set<string>;
  /** Of whom an approval would be of their own work. */
  readonly own: Set<string>;
}

/** What can be read of a pull request, or of the default branch's check: check and comment tell of the same. */
export interface Reading {
  /** As the check shows it. */
  readonly plan: string;
  /** What the object would hold. */
  readonly text?: string;
  /** How many approvals would be asked for from then on. */
  readonly approvals?: number;
}

export interface Said {
  /** 0: the check of the default branch. */
  readonly pull: number;
  readonly user: Login;
  /** Whatever they may have had before them. */
  readonly read: readonly Reading[];
  readonly review?: number;
  readonly comment?: number;
  /** Dismissed, deleted or edited. */
  takenBack?: true;
}

export function repositoryOf({ loop, name }: Order): Repository {
  const found = loop.github.world.repository(`acme/${name}`);
  if (found === undefined) throw new Error(`There is no repository ${name}.`);
  return found;
}

export function pullOf(order: Order, number: number): Issue & { pull: NonNullable<Issue['pull']> } {
  const issue = repositoryOf(order).issues.get(number);
  if (issue?.pull === undefined) throw new Error(`There is no pull request ${number}.`);
  return { ...issue, pull: issue.pull };
}

export function runOn(order: Order, commit: string, check = CHECK): CheckRun | undefined {
  return repositoryOf(order).checkRuns.findLast(({ name, headSha }) => name === check && headSha === commit);
}

/** What somebody reads who opens the pull request now; undefined: check and comment do not tell of one plan. */
export function readPull(order: Order, number: number): Reading | undefined {
  const { pull, comments } = pullOf(order, number);
  const run = runOn(order, pull.head.sha);
  const comment = comments.find(
    ({ app, body }) => app !== undefined && body.startsWith('<!-- plumbline:preview'),
  );
  // The check names none while it is put on show again: the comment does.
  const plan = planOf(run?.output.summary) ?? (run && planNamedIn(comment?.body));
  if (plan === undefined || comment === undefined) return undefined;
  // While the pull request is closed the check tells of no plan: the comment stays as it was.
  const text = isWithdrawn(run) ? comment.body : (run?.output.text ?? '');
  if (told(text) !== told(comment.body)) return undefined;
  return { plan, ...contentOf(text) };
}

/** @returns what hears of heads, of reviews, to tell what could be read then, and of what is let pass */
export function listenFor(orders: readonly Order[]) {
  return (event: string, _action: string | undefined, payload: unknown): void => {
    const { repository, pull_request: pull, review, check_run: run } = payload as EventPayload;
    const order = orders.find(({ name }) => name === repository?.name);
    if (order === undefined) return;
    if (pull !== undefined) order.heads.add(headOf(pull.number, pull.head.sha));
    const read = pull && readPull(order, pull.number);
    if (event === 'pull_request_review' && review && read) order.atReview.set(review.id, read);
    const plan = run?.conclusion === 'success' ? planOf(run.output.summary) : undefined;
    if (plan !== undefined) order.passed.add(plan);
  };
}

export const headOf = (number: number, commit: string) => `${number} ${commit}`;

interface EventPayload {
  readonly repository?: { readonly name: string };
  readonly pull_request?: { readonly number: number; readonly head: { readonly sha: string } };
  readonly review?: { readonly id: number };
  readonly check_run?: {
    readonly conclusion: string | null;
    readonly output: { readonly summary: string | null };
  };
}

/** The plan that a check shows. */
export function planOf(summary: string | null | undefined): string | undefined {
  return summary?.match(/Plan `([0-9a-f]{8})`/)?.[1];
}

function isWithdrawn(run: CheckRun | undefined): boolean {
  return run?.output.title?.startsWith('No open pull request') === true;
}

/** The plan that a comment says how to approve. */
function planNamedIn(comment: string | undefined): string | undefined {
  return comment?.match(/`\/plumb approve \S+ ([0-9a-f]{8})`/)?.[1];
}

/** What tells plans apart. */
function told(text: string): string {
  return [...text.matchAll(/```diff\n[^]*?```|gate\.approvals: [^`]*/g)].join();
}

export function contentOf(text: string): Omit<Reading, 'plan'> {
  const value = text.match(/^\+ .*text: (\S+)/m)?.[1];
  const approvals = text.match(/gate\.approvals: \d+ → (\d+)/)?.[1];
  return {
    ...(value !== undefined && { text: value }),
    ...(approvals !== undefined && { approvals: Number(approvals) }),
  };
}
