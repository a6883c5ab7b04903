import type { Account, Protection, Repository } from '../model.ts';
import type { World } from '../world.ts';

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
  const commands = parseCommands(body);
  const reasons = commands.map((command) => ({
    command,
    reason: reasonFor(world, repository, actor, command),
  }));
  if (reasons.every(({ reason }) => reason === undefined)) return undefined;
  const report = [
    packet('unpack ok\n'),
    ...reasons.map(({ command, reason }) =>
      packet(`ng ${command.ref} ${reason ?? 'another ref was refused'}\n`),
    ),
    '0000',
  ].join('');
  // Side band 1, as the client asked for; GitHub never speaks without it.
  const banded = Buffer.from(`${packet(`\u0001${report}`)}0000`);
  return {
    body: new Uint8Array(banded),
    headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
  };
}

function reasonFor(
  world: World,
  repository: Repository,
  actor: Account,
  { after, ref }: Command,
): string | undefined {
  if (ref.startsWith('refs/pull/')) return 'deny updating a hidden ref';
  const protection = repository.protection.get(ref.replace('refs/heads/', ''));
  if (protection === undefined) return undefined;
  if (/^0+$/.test(after)) return 'protected branch hook declined';
  return mayMove(world, repository, actor, protection) ? undefined : 'protected branch hook declined';
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
  return parseCommands(body).some(({ ref }) => repository.protection.has(ref.replace('refs/heads/', '')));
}

function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
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
