import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './cluster.ts';
import { type Command, run } from './program.ts';
import { type Requests, requestsSince, sizeOf } from './requests.ts';

/** One measurement of one tool. */
export interface Figures {
  readonly milliseconds: number;
  /** For Plumbline above what the process held before the work; of other programs all that they held. */
  readonly peakMiB: number | undefined;
  readonly requests: number;
  /** From the first write to the last as the API server saw them, in milliseconds. */
  readonly writing: number | undefined;
  /** The same of dry runs. */
  readonly asking: number | undefined;
  /** Objects that it said are different, or that it wrote: compared with what is right. */
  readonly objects: number;
}

export const folderOf = (place: Place, set: string) => join(place.folder, set);
const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a command; what it printed, with its cost. */
async function measured(place: Place, command: Omit<Command, 'env'>) {
  const offset = await sizeOf(place.cluster.auditLog);
  const { stdout, ...cost } = await run({ ...command, env: place.env });
  const asked = await requestsSince(place.cluster.auditLog, offset);
  return { stdout, figures: { ...cost, ...counted(asked) }, writes: asked.writes };
}

function counted({ count, writing, asking }: Requests): Pick<Figures, 'requests' | 'writing' | 'asking'> {
  return { requests: count, writing, asking };
}

/** As `bin/plumb` starts Node. */
const NODE_FLAGS =
  readFileSync(new URL('../bin/plumb', import.meta.url), 'utf8').match(/--[\w-]+=\d+/g) ?? [];

async function node(place: Place, script: string, args: readonly string[]) {
  const { stdout, ...rest } = await measured(place, {
    program: process.execPath,
    args: [...NODE_FLAGS, program(script), ...args],
  });
  return { ...rest, answer: JSON.parse(stdout) as unknown };
}

interface PlanAnswer {
  readonly plans: readonly { at: number; milliseconds: number; changed: number }[];
  readonly peakMiB: number;
}

export interface Plans {
  readonly first: Figures;
  readonly next: Figures;
}

/** Two plans of the same, one after the other in one process. */
export async function plumblinePlans(place: Place, set: string): Promise<Plans> {
  const offset = await sizeOf(place.cluster.auditLog);
  const args = ['plan', folderOf(place, set), place.cluster.context, set];
  const { answer, figures } = await node(place, 'plumbline.ts', args);
  const { plans, peakMiB } = answer as PlanAnswer;
  const [one, two] = plans;
  if (one === undefined || two === undefined) throw new Error('bench: two plans were asked for.');
  const { auditLog } = place.cluster;
  const [former, later] = await Promise.all([
    requestsSince(auditLog, offset, one.at, two.at),
    requestsSince(auditLog, offset, two.at),
  ]);
  const told = (plan: typeof one, asked: Requests): Figures => ({
    ...figures,
    ...counted(asked),
    peakMiB,
    milliseconds: plan.milliseconds,
    objects: plan.changed,
  });
  return { first: told(one, former), next: told(two, later) };
}

interface SyncAnswer {
  readonly at: number;
  readonly milliseconds: number;
  readonly peakMiB: number;
  readonly applied: number;
}

/** A sync of what the same process planned before. */
export async function plumblineSync(place: Place, set: string): Promise<Figures> {
  const offset = await sizeOf(place.cluster.auditLog);
  const args = ['sync', folderOf(place, set), place.cluster.context, set];
  const { answer, figures } = await node(place, 'plumbline.ts', args);
  const { at, milliseconds, peakMiB, applied } = answer as SyncAnswer;
  const asked = await requestsSince(place.cluster.auditLog, offset, at);
  return { ...figures, ...counted(asked), milliseconds, peakMiB, objects: applied };
}

/** The whole command, from its start on. */
export async function plumbDiff(place: Place, set: string): Promise<Figures> {
  const command = ['diff', folderOf(place, set), '--context', place.cluster.context, '--name', set];
  const { stdout, figures } = await measured(place, {
    program: program('../bin/plumb'),
    args: [...command, '--output', 'json'],
    accepted: [0, 2],
  });
  const { targets } = JSON.parse(stdout) as { targets: { changes: { action: string }[] }[] };
  const changes = targets.flatMap((target) => target.changes).filter(({ action }) => action !== 'keep');
  return { ...figures, objects: changes.length };
}

export async function kubectlDiff(place: Place, set: string): Promise<Figures> {
  const { stdout, figures } = await measured(place, {
    program: place.cluster.kubectl,
    args: ['diff', '--server-side', '-R', '-f', folderOf(place, set)],
    accepted: [0, 1],
  });
  return { ...figures, objects: stdout.split('\n').filter((line) => line.startsWith('diff -')).length };
}

export async function kubectlApply(place: Place, set: string): Promise<Figures> {
  const args = ['apply', '--server-side', '-R', '-f', folderOf(place, set)];
  const { figures, writes } = await measured(place, { program: place.cluster.kubectl, args });
  return { ...figures, objects: writes };
}

export async function flux(place: Place, set: string, command: 'diff' | 'apply'): Promise<Figures> {
  const args = [command, place.cluster.kubeconfig, folderOf(place, set)];
  const { stdout, figures } = await measured(place, { program: place.flux ?? '', args });
  const answer = JSON.parse(stdout) as { milliseconds: number; actions: Record<string, number> };
  const { created = 0, configured = 0 } = answer.actions;
  return { ...figures, milliseconds: answer.milliseconds, objects: created + configured };
}

export async function bare(place: Place, set: string, command: 'dry-run' | 'apply'): Promise<Figures> {
  const args = [command, place.cluster.kubeconfig, folderOf(place, set), 'bare'];
  const { answer, figures } = await node(place, 'bare.ts', args);
  return { ...figures, ...(answer as Pick<Figures, 'milliseconds' | 'objects'>) };
}
