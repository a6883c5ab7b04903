import { targetOfPath } from '../src/cli/target-of-path.ts';
import type { Plan } from '../src/core/plan/plan.ts';
import { sync } from '../src/flows/deploy/sync.ts';
import { planTarget } from '../src/flows/plan-target.ts';
import { wireCli } from '../src/wire/command-line.ts';

/**
 * Plumbline in a process of its own, wired as the command line is. Run as a program:
 * `plumbline.ts plan|sync FOLDER CONTEXT NAME`. Prints one line of JSON.
 * What is timed begins with reading the files. At the first plan nothing is connected or known; what follows it finds
 * the connection, the kinds and the parsed files, as it would in a server.
 */
const [command, folder = '', context = '', name = ''] = process.argv.slice(2);
const cli = wireCli(process);
const MEBIBYTE = 2 ** 20;
const idleMiB = process.memoryUsage().rss / MEBIBYTE;

async function locate() {
  const { contexts, ...located } = await targetOfPath(cli.deps, folder, {
    context,
    name,
    prune: true,
    cluster: new Map(),
  });
  return { contexts, located };
}

type Engines = Awaited<ReturnType<typeof cli.deps.engines>>;
/** Of the first plan, as in a server. */
let known: Engines | undefined;

async function planOnce() {
  const at = Date.now();
  const begun = performance.now();
  const { contexts, located } = await locate();
  const engines = (known ??= await cli.deps.engines({ contexts }));
  const answer = await planTarget(engines, located.target, { source: located.source, purpose: 'preview' });
  const milliseconds = performance.now() - begun;
  if (answer.status === 'failed') throw new Error(`bench: ${answer.message}`);
  return { at, milliseconds, ...figuresOf(answer.plan) };
}

function figuresOf({ fingerprint, changes, unchanged, unknown }: Plan) {
  if (unknown.length > 0) throw new Error(`bench: ${unknown.map(({ message }) => message).join('\n')}`);
  return { fingerprint, changed: changes.filter(({ action }) => action !== 'keep').length, unchanged };
}

async function twoPlans() {
  return { plans: [await planOnce(), await planOnce()] };
}

/** Of what was planned, and so approved, before. */
async function syncPlanned() {
  const { fingerprint } = await planOnce();
  const at = Date.now();
  const begun = performance.now();
  const { located } = await locate();
  const request = { ...located, approved: fingerprint, timeout: 120_000, observe: () => {} };
  const report = await sync(known ?? {}, request);
  const milliseconds = performance.now() - begun;
  if (report.status !== 'synced') throw new Error(`bench: the sync ended as ${JSON.stringify(report)}`);
  return { at, milliseconds, applied: report.outcomes.length };
}

const figures = await (command === 'sync' ? syncPlanned() : twoPlans());
// In KiB on every system: libuv's unit, not the kernel's.
const peakMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ...figures, peakMiB: peakMiB - idleMiB })}\n`);
await cli.close();
