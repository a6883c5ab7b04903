import { type EnvironmentChange, shortened } from '../../core/configuration/change.ts';
import { cutText } from '../../core/cut-text.ts';
import { type Json, type JsonObject, canonicalJson, isObject, parseJson } from '../../core/json/json.ts';
import { mapAt, textAt } from '../../core/json/read-json.ts';
import { codeSpan } from '../words/escape.ts';

type Sides = Pick<EnvironmentChange, 'from' | 'to'>;

/** The targets that a proposal brings, by their ids. */
export function newTargets({ from, to }: Sides): ReadonlyMap<string, JsonObject> {
  const before = targetsIn(from);
  return new Map([...targetsIn(to)].filter(([id]) => !before.has(id)));
}

/** A new target: its folder, its destination, and every other setting. */
export function newTargetLines(id: string, target: JsonObject): string[] {
  const namespace = textAt(target, 'namespace');
  const parts = [
    `folder ${codeSpan(textAt(target, 'path'))}`,
    placeOf(target),
    ...(namespace === '' ? [] : [`namespace ${codeSpan(namespace)}`]),
    ...(target['prune'] === undefined
      ? []
      : [
          target['prune'] === true
            ? 'what leaves the folder is deleted live'
            : 'what leaves the folder stays live',
        ]),
  ];
  return [`New target ${codeSpan(id)}: ${parts.join(', ')}.`, ...rest(`targets.${id}`, target, TARGET_TOLD)];
}

function placeOf(target: JsonObject): string {
  const cluster = textAt(target, 'cluster');
  return cluster === ''
    ? `destination ${codeSpan(textAt(target, 'destination'))}`
    : `cluster ${codeSpan(cluster)}`;
}

/** The gate of a new environment: who approves deployments to it. */
export function newGateLines({ to }: Sides): string[] {
  const gate = mapAt(read(to), 'gate');
  const from = Array.isArray(gate['from']) ? gate['from'] : [];
  const who =
    from.length === 0 ? 'people who may write here' : from.map((one) => codeSpan(textAt(one))).join(' or ');
  const asked =
    gate['approvals'] === 0
      ? 'none: merging is enough'
      : `${codeSpan(canonicalJson(gate['approvals'] ?? null))} of ${who}`;
  return [`Approvals from then on: ${asked}.`, ...rest('gate', gate, GATE_TOLD)];
}

const TARGET_TOLD = ['id', 'environment', 'engine', 'path', 'destination', 'cluster', 'namespace', 'prune'];
const GATE_TOLD = ['approvals', 'from'];

/** Usual values, which need no word. */
const USUAL: readonly Json[] = [false, 'auto', 'hold', 'ignored'];

function rest(path: string, settings: JsonObject, told: readonly string[]): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const isEmpty = Array.isArray(value) && value.length === 0;
    if (told.includes(key) || isEmpty || USUAL.includes(value)) return [];
    const entries = Array.isArray(value) ? value : [value];
    return entries.map((entry) =>
      codeSpan(cutText(`${path}.${key}: ${canonicalJson(shortened(entry))}`, LINE_LIMIT)),
    );
  });
}

const LINE_LIMIT = 1000;

function targetsIn(text: string | undefined): ReadonlyMap<string, JsonObject> {
  const targets = Object.entries(mapAt(read(text), 'targets'));
  return new Map(targets.flatMap(([id, target]) => (isObject(target) ? [[id, target] as const] : [])));
}

/** The environment, as it was recorded with the change of the configuration. */
function read(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : parseJson(text);
}
