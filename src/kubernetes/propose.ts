import type { Change, FieldChange, Mark } from '../core/change.ts';
import { compare } from '../core/compare.ts';
import { canonicalJson, type JsonObject } from '../core/json.ts';
import { listTypesOf } from '../core/list-types.ts';
import type { Masker } from '../core/mask.ts';
import { normalize } from '../core/normalize.ts';
import { ownershipsOf, writerOf } from '../core/ownership.ts';
import { isOurs, ourFields } from '../core/people.ts';
import { project } from '../core/project.ts';
import type { Predicted } from './foretell.ts';
import type { Expectation } from './predict.ts';
import { markOf, withoutMark } from './inventory.ts';

/** What to do about one declared object. */
export interface Proposal {
  readonly expectation: Expectation;
  /** Undefined: live as declared. */
  readonly change?: Change;
  /** Nothing visible changes, yet our ownership of the fields or our mark is not recorded. */
  readonly claim: boolean;
}

/** Decides what a prediction means for one object. Pure. */
export function propose(expectation: Expectation, masker: Masker, mark: string): Proposal {
  const { live, prediction } = expectation;
  if (prediction.status === 'failed') throw new Error('A failed prediction proposes nothing.');
  if (prediction.status === 'pending') {
    const note: Mark = { level: 'note', text: prediction.reason };
    return creation(expectation, expectation.body, masker, mark, [note]);
  }
  if (live === undefined) return creation(expectation, prediction.object, masker, mark, []);
  return adjustment(expectation, live, prediction, masker, mark);
}

function creation(
  expectation: Expectation,
  predicted: JsonObject,
  masker: Masker,
  mark: string,
  marks: Mark[],
): Proposal {
  const { item, body } = expectation;
  const types = listTypesOf(ownershipsOf(predicted));
  const shown = project(normalize(predicted), normalize(body), types);
  const after = masker.object(item.id, withoutMark(shown, mark));
  const change: Change = { id: item.id, action: 'create', origin: item.origin, fields: [], after, marks };
  return { expectation, change, claim: false };
}

function adjustment(
  expectation: Expectation,
  live: JsonObject,
  predicted: Predicted,
  masker: Masker,
  mark: string,
): Proposal {
  const { item } = expectation;
  const owners = ownershipsOf(live);
  const form = (object: JsonObject) => masker.object(item.id, withoutMark(normalize(object), mark));
  const before = form(live);
  const after = form(predicted.object);
  const others = owners.filter((owner) => !isOurs(owner));
  const fields = compare(before, after, listTypesOf([...owners, ...predicted.owners])).map((field) => {
    const writer = writerOf(field.path, others);
    return writer === undefined ? field : { ...field, writer };
  });
  const owned = canonicalJson(ourFields(owners)) === canonicalJson(ourFields(predicted.owners));
  if (fields.length === 0) return { expectation, claim: !owned || predicted.takeOver.length > 0 };
  const marks = marksOf(item.id.kind, fields, live, mark);
  const change: Change = { id: item.id, action: 'update', origin: item.origin, fields, before, after, marks };
  return { expectation, change, claim: false };
}

const WITH_PODS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController']);

function marksOf(kind: string, fields: readonly FieldChange[], live: JsonObject, mark: string): Mark[] {
  const marks: Mark[] = [];
  const owner = markOf(live);
  if (owner !== undefined && owner !== mark) {
    marks.push({
      level: 'danger',
      text: `belongs to another target (${owner}), which may take it back or prune it`,
    });
  }
  if (
    WITH_PODS.has(kind) &&
    fields.some(({ path }) => isKey(path, 0, 'spec') && isKey(path, 1, 'template'))
  ) {
    marks.push({ level: 'warning', text: 'restarts its pods' });
  }
  return marks;
}

function isKey(path: FieldChange['path'], at: number, key: string): boolean {
  const step = path[at];
  return step !== undefined && 'key' in step && step.key === key;
}
