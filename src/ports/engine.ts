import type { Given } from '../core/plan/given.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Inspection } from '../core/sync/inspection.ts';
import type { ObjectHealth, Outcome, SyncEvent } from '../core/sync/outcome.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from './source.ts';

/**
 * What a plan is for. `preview`: to be shown; the previews of one session are made of one state of the live system.
 * `verify`: only to be compared with an approved plan, whose creates have been validated. `drift`: to compare live with
 * what was synced.
 */
export type Purpose = 'preview' | 'verify' | 'drift';

export interface PlanRequest {
  readonly source: Source;
  readonly purpose: Purpose;
  /** The objects that the syncs of other targets create before. Absent: none. */
  readonly given?: readonly Given[];
}

/** A plan, with the engine's payload to apply exactly it. The payload may hold secrets: never stored or shown. */
export interface Prepared<Payload = unknown> {
  readonly plan: Plan;
  readonly payload: Payload;
}

export type Observer = (event: SyncEvent) => void;

export interface ApplyResult {
  readonly outcomes: readonly Outcome[];
  /** Objects that were not healthy when the time was up. */
  readonly unhealthy: readonly ObjectHealth[];
}

export interface ApplyOptions {
  readonly observe: Observer;
  /** Time to wait for health, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /**
   * The approved plan of an interrupted sync: the rest of this plan is approved too, and objects written before the
   * interruption are waited for as if they were written now.
   */
  readonly begun?: Plan;
}

/** One engine at work on one target: one connection, one working folder, one gathering of facts. */
export interface Session<Payload = unknown> {
  /**
   * Plans the target against a source. Changes nothing live.
   * @throws OpsError when the target as a whole cannot be planned.
   */
  plan(request: PlanRequest): Promise<Prepared<Payload>>;

  /** The live state of a synced target. Changes nothing. @throws OpsError when it cannot be observed */
  inspect(): Promise<Inspection>;

  /** Applies a plan of this session. The only function that changes a live system; only the sync flow calls it. */
  apply(prepared: Prepared<Payload>, options: ApplyOptions): Promise<ApplyResult>;

  /** Frees what the session holds; called once, whatever happened. */
  close(): Promise<void>;
}

export interface Watch {
  stop(): Promise<void>;
}

/**
 * A way to change a kind of live system: one engine for each of Kubernetes, Terraform and Ansible. `Of` is its own
 * form of a target.
 */
export interface Engine<Of extends Target = Target, Payload = unknown> {
  /** The folders and files of the repository that a plan depends on; cheap, without any live request. */
  reads(target: Of, source: Source): Promise<readonly string[]>;

  /** Begins to work on a target. @throws OpsError when it cannot be reached */
  open(target: Of): Promise<Session<Payload>>;

  /**
   * Watches a live system without polling: calls back soon after any object that the target owns was changed, created
   * or deleted by anybody, and now and then without a reason, in case the watch missed an event. Lost connections are
   * restored. Absent: live cannot be watched.
   * @throws OpsError when the watch cannot be begun.
   */
  watch?(target: Of, changed: () => void): Promise<Watch>;
}
