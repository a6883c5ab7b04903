import { readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RawTarget, TargetFormat } from '../../src/config/repository/target-format.ts';
import type { Change } from '../../src/core/change/change.ts';
import { OpsError } from '../../src/core/errors.ts';
import { fingerprintOf } from '../../src/core/plan/fingerprint.ts';
import type { Outcome } from '../../src/core/sync/outcome.ts';
import type { Target } from '../../src/core/target/target.ts';
import type { Engine, Prepared } from '../../src/ports/engine.ts';
import type { Source } from '../../src/ports/source.ts';

/** Lights by name, each `on` or `off`. */
type Lights = ReadonlyMap<string, string>;

/** A target's settings: `{ engine: lights, house: NAME, path: FOLDER }`. */
export const LIGHTS_FORMAT: TargetFormat<RawTarget & { readonly house: string }> = {
  engine: 'lights',
  schema: z.strictObject({
    engine: z.literal('lights'),
    house: z.string(),
    path: z.string(),
    'depends-on': z.array(z.string()).default([]),
  }),
  destinationOf: ({ house }) => house,
  placeOf: ({ house }) => house,
  pathsOf: ({ path }) => [{ at: ['path'], kind: 'folder', path }],
  specOf: ({ house }) => ({ house }),
};

/** A small engine: live is a folder with a file for each light, the source has files of lines `NAME STATE`. */
export function createLights(live: string): Engine<Target, Lights> {
  return {
    reads: async ({ path }) => [path],
    open: async (target) => ({
      plan: ({ source }) => planLights(target, source, live),
      inspect: async () => ({
        objects: [...liveIn(live).keys()].map((name) => ({
          subject: subjectOf(name),
          health: { status: 'healthy' },
        })),
        unknown: [],
      }),
      async apply({ plan, payload }, { observe }) {
        const outcomes = plan.changes.map(({ subject, action }): Outcome => ({
          subject,
          action,
          result: 'applied',
        }));
        for (const { subject } of outcomes) press(live, subject.name, payload.get(subject.name));
        for (const outcome of outcomes) observe({ type: 'outcome', outcome });
        return { outcomes, unhealthy: [] };
      },
      close: async () => undefined,
    }),
    async watch(_target, changed) {
      const watcher = watch(live, changed);
      return { stop: async () => watcher.close() };
    },
  };
}

/** Puts a light into a state. @param state undefined: it is taken away */
export function press(live: string, name: string, state: string | undefined): void {
  if (state === undefined) rmSync(join(live, name));
  else writeFileSync(join(live, name), state);
}

export function liveIn(live: string): Lights {
  return new Map(readdirSync(live).map((name) => [name, readFileSync(join(live, name), 'utf8')]));
}

async function declaredIn(source: Source, path: string): Promise<Lights> {
  const lines = (await source.files(path)).flatMap(({ text }) => text.trim().split('\n'));
  return new Map(lines.map(readLine));
}

function readLine(line: string): [string, string] {
  const [name = '', state = ''] = line.split(' ');
  if (['on', 'off'].includes(state)) return [name, state];
  throw new OpsError({ code: 'invalid-source', subject: name, message: 'it is neither on nor off.' });
}

async function planLights(
  { id, path, destination }: Target,
  source: Source,
  house: string,
): Promise<Prepared<Lights>> {
  const [live, declared] = [liveIn(house), await declaredIn(source, path)];
  const names = [...new Set([...declared.keys(), ...live.keys()])].toSorted();
  const changes = names.flatMap((name) => changeOf(name, live.get(name), declared.get(name)));
  const intent = { target: id, destination, tools: [], changes, source: source.description };
  const rest = { unchanged: names.length - changes.length, unknown: [], warnings: [] };
  return { plan: { ...intent, ...rest, fingerprint: fingerprintOf(intent) }, payload: declared };
}

function changeOf(name: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === after) return [];
  const sides = { ...(before && { before: { state: before } }), ...(after && { after: { state: after } }) };
  const one = { subject: subjectOf(name), ...sides, fields: [], marks: [] };
  if (before === undefined || after === undefined)
    return [{ ...one, action: before === undefined ? 'create' : 'delete' }];
  return [{ ...one, action: 'update', fields: [{ path: [{ key: 'state' }], before, after }] }];
}

const subjectOf = (name: string) => ({ kind: 'Light', scope: '', name });
