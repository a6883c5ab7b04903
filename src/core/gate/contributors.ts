import { cutText } from '../cut-text.ts';
import type { Gate } from '../target/environment.ts';

/** A person's part in the commits of a pull request. */
export interface Contributor {
  readonly role: 'author' | 'committer' | 'co-author' | 'pusher';
  /** The account at GitHub. Absent: GitHub knows none. */
  readonly login?: string;
  /** The address in the commit, not to be trusted; of pushers only a workflow has one. */
  readonly address?: string;
  /** 40 hexadecimal digits; absent where the part is not in one single commit. */
  readonly commit?: string;
  /** The part is a merge that GitHub itself made and that brought nothing of its own. */
  readonly merge?: boolean;
  /** Why nobody can be named: GitHub shows neither the pushers to a fork nor more than so many commits. */
  readonly hidden?: 'fork' | 'unlisted';
}

/** The account of every push by a workflow with GitHub's own token. */
const WORKFLOW = 'github-actions[bot]';
export const WORKFLOW_ADDRESS = `${WORKFLOW}@users.noreply.github.com`;

/**
 * The pusher's part in a commit. A workflow names nobody: any writer can have it push commits that look like somebody
 * else's work.
 */
export function pusherOf(commit: string, login: string | undefined): Contributor {
  if (login === WORKFLOW) return { role: 'pusher', commit, address: WORKFLOW_ADDRESS };
  return { role: 'pusher', commit, ...(login !== undefined && { login }) };
}

type Rules = Pick<Gate, 'nobody' | 'updateBranch'>;

/** The parts that the gate counts: GitHub's own merges do not count, unless the gate says so. */
function countedParts(contributors: readonly Contributor[], { updateBranch }: Rules): Contributor[] {
  return contributors.filter(({ merge }) => merge !== true || updateBranch === 'counts');
}

/** Whether the account has a part in the commits: then its approval would be of its own work. */
export function hasPart(contributors: readonly Contributor[], rules: Rules, login: string): boolean {
  const isSame = (other: string | undefined) => other?.toLowerCase() === login.toLowerCase();
  return countedParts(contributors, rules).some((each) => isSame(each.login));
}

/** Parts without an account, less those of the bots and agents that the gate lists. */
function unnamed(contributors: readonly Contributor[], rules: Rules): Contributor[] {
  const listed = new Set(rules.nobody.map((address) => address.toLowerCase()));
  return countedParts(contributors, rules).filter(
    ({ login, address }) => login === undefined && !listed.has(address?.toLowerCase() ?? ''),
  );
}

/** Parts that block: their unknown owner might approve. Anybody can write a co-author trailer, so it blocks nothing. */
export function unknownContributors(contributors: readonly Contributor[], rules: Rules): Contributor[] {
  return unnamed(contributors, rules).filter(({ role }) => role !== 'co-author');
}

/** Co-authors without an account: they approve nothing, and keep nobody from approving. */
export function unknownCoAuthors(contributors: readonly Contributor[], rules: Rules): Contributor[] {
  return unnamed(contributors, rules).filter(({ role }) => role === 'co-author');
}

const MOST = 5;

/** `the author of 1a2b3c4 (ci@example.com)`, a few of them. */
export function describeContributors(contributors: readonly Contributor[]): string {
  const all = [...new Set(contributors.map(describeContributor))];
  const more = all.length > MOST ? `, and ${all.length - MOST} more` : '';
  return `${all.slice(0, MOST).join(', ')}${more}`;
}

const LONGEST = 100;

function describeContributor({ role, address, commit, hidden }: Contributor): string {
  if (hidden === 'unlisted') return 'the authors of commits beyond those that it lists';
  if (hidden === 'fork') return 'whoever pushed to the fork';
  const of = commit === undefined ? '' : ` of ${commit.slice(0, 7)}`;
  const none = role === 'pusher' ? '' : ' (no address)';
  const as = address ? ` (${cutText(address, LONGEST)})` : none;
  return `the ${role}${of}${as}`;
}

/** The steps that give each part an account, in words for people. */
export function howToName(contributors: readonly Contributor[]): string {
  const steps = [
    contributors.some(({ hidden, role }) => hidden === undefined && role !== 'pusher') &&
      'Add the address to the account that it belongs to, at GitHub under "Emails", or commit with one that an account has; of a bot or an agent, list it in "gate.nobody".',
    contributors.some(({ address }) => address === WORKFLOW_ADDRESS) &&
      'A workflow pushed, and anybody who may write can have it do so: somebody pushes these commits with their own account, or "gate.nobody" lists that address.',
    contributors.some(({ hidden, role, address }) => !hidden && role === 'pusher' && !address) &&
      'Whoever pushed has no account any more: somebody else pushes these commits to a new branch.',
    contributors.some(({ hidden }) => hidden === 'fork') &&
      'Push the commits to a branch of this repository.',
    contributors.some(({ hidden }) => hidden === 'unlisted') && 'Split the pull request.',
  ];
  return steps.filter((step) => step !== false).join(' ');
}
