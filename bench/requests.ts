import { open } from 'node:fs/promises';
import { ADMIN } from '../sandbox/cluster/users.ts';

export interface Requests {
  /** Every request of the tools; the cluster's own programs are users of their own. */
  readonly count: number;
  /** From the first object that was written to the last, in milliseconds; undefined when none was. */
  readonly writing: number | undefined;
  /** The same of dry runs. */
  readonly asking: number | undefined;
  /** Objects that were written, dry runs not counted. */
  readonly writes: number;
}

interface Line {
  readonly auditID: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

const WRITES = new Set(['create', 'update', 'patch']);

/**
 * What the API server's audit log, from `offset` on, says was asked: it counts for every tool alike.
 * `from` and `until`: not what was asked before or later, in milliseconds since 1970.
 */
export async function requestsSince(
  auditLog: string,
  offset: number,
  from = 0,
  until = Infinity,
): Promise<Requests> {
  const lines = (await readFrom(auditLog, offset))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ user }) => user.username === ADMIN)
    .filter((line) => isWithin(Date.parse(line.requestReceivedTimestamp), from, until));
  const sent = Map.groupBy(
    lines.filter(({ verb }) => WRITES.has(verb)),
    ({ requestURI }) => (requestURI.includes('dryRun=') ? 'asking' : 'writing'),
  );
  const [writes, asks] = [sent.get('writing') ?? [], sent.get('asking') ?? []];
  // A watch is told twice: when it begins and when it ends.
  const count = new Set(lines.map(({ auditID }) => auditID)).size;
  return { count, writing: spanOf(writes), asking: spanOf(asks), writes: writes.length };
}

function isWithin(time: number, from: number, until: number): boolean {
  return time >= from && time < until;
}

export async function sizeOf(file: string): Promise<number> {
  const handle = await open(file);
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of handle.createReadStream({ start: offset, autoClose: false })) {
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString();
  } finally {
    await handle.close();
  }
}

function spanOf(lines: readonly Line[]): number | undefined {
  if (lines.length === 0) return undefined;
  const from = Math.min(...lines.map((line) => Date.parse(line.requestReceivedTimestamp)));
  return Math.max(...lines.map((line) => Date.parse(line.stageTimestamp))) - from;
}
