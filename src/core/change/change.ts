import type { Tree, TreeObject } from '../json/json.ts';
import type { FieldPath } from '../json/pointer.ts';
import { type Origin, type Subject, describeSubject } from './subject.ts';

/** The action of a sync on an object. `keep`: no longer declared, and left in place. */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'keep';

/** Who wrote a field last, as the server recorded it. */
export interface Writer {
  readonly manager: string;
  /** RFC 3339, as the server wrote it. */
  readonly time?: string;
}

/** One field that differs. `before` is live, `after` is predicted; absent means the field is not there. */
export interface FieldChange {
  readonly path: FieldPath;
  readonly before?: Tree;
  readonly after?: Tree;
  /** The entries are the same, in another order. */
  readonly reordered?: true;
  /** Who wrote the live value, where it was not plumbline. */
  readonly writer?: Writer;
  /** Field managers that lose the field, because it is applied with another value. */
  readonly taken?: readonly string[];
}

/**
 * A kind of harm that a change can do. `data-loss`: data, or what an object holds, goes with it; `data-left`: its data
 * stays behind, without anything that uses it; `replacement`: what goes with the old object besides; `outage`: nothing
 * serves any more; `exposure`: others reach it, or it reaches others; `restart`: what runs is started anew;
 * `foreign-owner`: somebody else may take it back.
 */
export type RiskCode =
  | 'data-loss'
  | 'data-left'
  | 'replacement'
  | 'outage'
  | 'exposure'
  | 'restart'
  | 'foreign-owner';

/** A loud mark on a change, in words for people. */
export interface Mark {
  readonly level: 'note' | 'warning' | 'danger';
  readonly text: string;
  /** Absent: nothing is at risk, or in no way that has a name. */
  readonly risk?: RiskCode;
}

/**
 * The foresight of a change that the live system has not tried. `estimate`: worked out from the source and the live
 * object, since the system takes no dry-run of it; `not-validated`: as the source declares it.
 */
export type Foresight = 'estimate' | 'not-validated';

/** One object's difference. Masked: safe to store and to show. */
export interface Change {
  readonly subject: Subject;
  readonly action: Action;
  readonly origin?: Origin;
  readonly fields: readonly FieldChange[];
  /** Live, normalised and masked; absent when the object is to be created. */
  readonly before?: TreeObject;
  /** Predicted, normalised and masked; absent when the object is to be deleted. */
  readonly after?: TreeObject;
  readonly marks: readonly Mark[];
  /** Absent: the live system has tried it in a dry-run, or it is a deletion. No part of the intent. */
  readonly foresight?: Foresight;
  /**
   * Keys of what it brings for later syncs, beside its subject: of a CRD its kind. Absent: an update brings nothing. No
   * part of the intent.
   */
  readonly brings?: readonly string[];
}

/** `update apps/Deployment shop/web`. */
export function describeChange({ action, subject }: Pick<Change, 'action' | 'subject'>): string {
  return `${action} ${describeSubject(subject)}`;
}
