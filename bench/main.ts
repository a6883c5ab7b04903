import { parseArgs } from 'node:util';
import { findGo } from '../sandbox/cluster/go.ts';
import { type Place, withPlace } from './cluster.ts';
import { type Facts, factsOf } from './facts.ts';
import { ensureFlux } from './flux.ts';
import { benchFront } from './front/main.ts';
import { benchRequests } from './github/main.ts';
import type { Sizes } from './live-sets.ts';
import { type Found, outcomeOf } from './outcome.ts';
import { ROWS } from './rows.ts';
import { type Scenario, type Series, play } from './scenario.ts';
import { scenariosOf } from './scenarios.ts';
import { tableOf } from './table.ts';
import { writeDown } from './write.ts';

const USAGE = `Compares Plumbline's speed with kubectl's and Flux's on one sandbox cluster.

  npm run bench -- [--runs N] [--objects N] [--only NAME] [--write]
  npm run bench -- front
  npm run bench -- requests

  --runs     measurements of each tool (5)
  --objects  in the smaller scenarios (1000): one in 100 is changed; the large one has five times as many
  --only     one scenario: create, unchanged, changed, unprovable or large
  front      no speed: what 500 connections that hold their bodies back do to the server and to deliveries
  requests   no speed: what a push asks of GitHub, with 1 and with 30 open pull requests
  --write    put the table into README.md, and every measurement into bench/results.json (not with --only)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    objects: { type: 'string', default: '1000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

try {
  if (values.help) process.stdout.write(USAGE);
  else if (positionals.length > 0) await extra(positionals);
  else await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** What is no comparison. */
async function extra(names: readonly string[]): Promise<void> {
  const name = names.join(' ');
  if (name === 'requests') return benchRequests(say);
  if (name !== 'front') throw new Error(`bench: ${name} is not known. See --help.`);
  if (!(await benchFront(say))) process.exitCode = 1;
}

async function main(): Promise<void> {
  if (values.write && values.only !== undefined)
    throw new Error('bench: --write is for a whole table: leave --only out.');
  const runs = wholeNumber('runs', values.runs);
  const objects = wholeNumber('objects', values.objects);
  const sizes = { objects, changed: Math.ceil(objects / 100) };
  const hasGo = (await findGo('.', process.env)) !== undefined;
  if (!hasGo) say('bench: there is no Go on PATH to build Flux with, so it is left out');
  const scenarios = scenariosNamed(values.only, sizes, hasGo);
  const flux = hasGo ? await ensureFlux(process.env) : undefined;
  const { facts, found } = await withPlace(flux, async (place) => ({
    facts: await factsOf(place, new Date()),
    found: await measure(place, scenarios, runs),
  }));
  const section = sectionOf(facts, sizes, runs, found);
  process.stdout.write(`${section}\n`);
  if (values.write) await writeDown(section, { facts, runs, sizes, found });
}

/** Those of a name; all where none is given. @throws for a name that none has */
function scenariosNamed(only: string | undefined, sizes: Sizes, hasFlux: boolean): Scenario[] {
  const chosen = scenariosOf(sizes, hasFlux).filter(({ name }) => name === (only ?? name));
  if (chosen.length === 0) throw new Error(`bench: no scenario is called ${only}. See --help.`);
  return chosen;
}

async function measure(place: Place, scenarios: readonly Scenario[], runs: number): Promise<Found> {
  const found: Record<string, Series> = {};
  for (const scenario of scenarios) found[scenario.name] = await play(place, scenario, runs, say);
  return found;
}

function sectionOf(facts: Facts, { objects, changed }: Sizes, runs: number, found: Found): string {
  const { cores, processor, platform, node, kubernetes, flux } = facts;
  const outcomes = ROWS.flatMap((row) => outcomeOf(row, found) ?? []);
  return `${tableOf(outcomes)}

${objects} objects of 14 kinds, ${changed} of them changed since the last sync; the median of ${runs} runs, and the lowest and highest. ${facts.date}, ${cores} cores (${processor}), ${platform}, Node ${node}, Kubernetes ${kubernetes}, Flux ssa ${flux}.`;
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`bench: --${option} ${text}: it must be a whole number above 0.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
