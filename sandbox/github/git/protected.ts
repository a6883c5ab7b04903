import { rulesFor } from '../rules/applying.ts';
import { violationsOf } from '../rules/violations.ts';
import type { Account, Protection, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { packet, saidToPerson } from './packet.ts';
import { ZEROS } from './zeros.ts';

export interface Refusal {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

interface Command {
  readonly before: string;
  readonly after: string;
  readonly ref: string;
}

/**
 * What GitHub answers to a push that it does not take: a report for each ref (Git's pack protocol, report-status).
 * Undefined: it may go on.
 */
export async function refusedPush(
  world: World,
  repository: Repository,
  actor: Account,
  body: Buffer,
): Promise<Refusal | undefined> {
  const refusals = parseCommands(body).map((command) => refusalFor(world, repository, actor, command));
  if (refusals.every(({ reason }) => reason === undefined)) return undefined;
  const report = [
    packet('unpack ok\n'),
    ...refusals.map(({ ref, reason }) => packet(`ng ${ref} ${reason ?? 'another ref was refused'}\n`)),
    '0000',
  ].join('');
  // Side band 2 is said to the person, side band 1 to Git, which asks for both; GitHub never speaks without them.
  const said = refusals.flatMap(({ words }) => words).map(saidToPerson);
  const banded = Buffer.from(`${said.join('')}${packet(`\u0001${report}`)}0000`);
  return {
    body: new Uint8Array(banded),
    headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
  };
}

interface RefRefusal {
  readonly ref: string;
  /** Undefined: it would be taken. */
  readonly reason?: string;
  readonly words: readonly string[];
}

function refusalFor(world: World, repository: Repository, actor: Account, command: Command): RefRefusal {
  const { ref, after } = command;
  const own = ref.startsWith('refs/pull/');
  if (own) return { ref, reason: 'deny updating a hidden ref', words: [] };
  const broken = violationsOf(world, { repository, actor, forced: false, ...command });
  if (broken.length > 0)
    return {
      ref,
      reason: 'push declined due to repository rule violations',
      words: ruleWords(world, repository, ref, broken),
    };
  const protection = repository.protection.get(ref.replace('refs/heads/', ''));
  const queued = ref.startsWith('refs/heads/gh-readonly-queue/');
  const refused =
    protection !== undefined && (after === ZEROS || !mayMove(world, repository, actor, protection));
  if (!refused && !queued) return { ref, words: [] };
  const error = `error: GH006: Protected branch update failed for ${ref}.`;
  return { ref, reason: 'protected branch hook declined', words: [error] };
}

function ruleWords(
  { url }: World,
  { fullName }: Repository,
  ref: string,
  broken: readonly string[],
): string[] {
  return [
    `error: GH013: Repository rule violations found for ${ref}.`,
    `Review all repository rules at ${url}/${fullName}/rules?ref=${encodeURIComponent(ref)}`,
    '',
    ...broken.flatMap((words) => [`- ${words}`, '']),
  ];
}

/** Whether somebody may move a protected branch without the merge button: forwards only. */
export function mayMove(
  world: World,
  repository: Repository,
  actor: Account,
  { requiredChecks, requiredApprovals, enforceAdmins }: Protection,
): boolean {
  if (requiredChecks.length === 0 && requiredApprovals === 0) return true;
  return world.roleOf(actor, repository) === 'admin' && !enforceAdmins;
}

/** Whether a push touches a protected branch: it may take no commits away then, whoever pushes. */
export function touchesProtected(repository: Repository, body: Buffer): boolean {
  const guarded = (ref: string) =>
    repository.protection.has(ref.replace('refs/heads/', '')) ||
    rulesFor(repository, ref).some(({ rule }) => rule.type === 'non_fast_forward');
  return parseCommands(body).some(({ ref }) => guarded(ref));
}

/** The commands at the head of a push: `<old> <new> <ref>`, the first one followed by NUL and capabilities. */
function parseCommands(body: Buffer): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const length = Number.parseInt(body.subarray(at, at + 4).toString('ascii'), 16);
    if (!(length > 4)) break;
    const [line = ''] = body
      .subarray(at + 4, at + length)
      .toString()
      .split('\0');
    const [before = '', after = '', ref = ''] = line.trimEnd().split(' ');
    if (/^[0-9a-f]{40}$/.test(before)) commands.push({ before, after, ref });
    at += length;
  }
  return commands;
}
