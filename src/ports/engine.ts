import type { Given } from '../core/plan/given.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Inspection } from '../core/sync/inspection.ts';
import type { ObjectHealth, Outcome, SyncEvent } from '../core/sync/outcome.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from './source.ts';

export interface PlanRequest<Of extends Target = Target> {
  readonly target: Of;
  readonly source: Source;
  /** Shared by several plans, so that they are made of one state of the live system. */
  readonly snapshot?: Snapshot;
  /** The objects that the syncs of other targets create before. Absent: none. */
  readonly given?: readonly Given[];
  /** The plan is only compared with an approved one, whose creates have been validated. */
  readonly asApproved?: boolean;
}

/** An engine's observations of live, by its own names; empty at first. */
export type Snapshot = Map<string, Promise<unknown>>;

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

/**
 * A way to change a kind of live system: one engine for each of Kubernetes, Terraform and Ansible. `Of` is its own
 * form of a target.
 */
export interface Engine<Of extends Target = Target, Payload = unknown> {
  /**
   * Plans the target against the source. Changes nothing live.
   * @throws OpsError when the target as a whole cannot be planned.
   */
  plan(request: PlanRequest<Of>): Promise<Prepared<Payload>>;

  /** The folders and files of the repository that a plan depends on; cheap, without any live request. */
  reads(request: Pick<PlanRequest<Of>, 'target' | 'source'>): Promise<readonly string[]>;

  /** The live state of a synced target. Changes nothing. @throws OpsError when it cannot be observed */
  inspect(target: Of): Promise<Inspection>;

  /** Applies the plan. The only function that changes a live system; only the sync flow calls it. */
  apply(prepared: Prepared<Payload>, options: ApplyOptions): Promise<ApplyResult>;
}
