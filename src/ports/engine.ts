import type { Given } from '../core/plan/given.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Inspection } from '../core/sync/inspection.ts';
import type { ObjectHealth, Outcome, SyncEvent } from '../core/sync/outcome.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from './source.ts';

export interface PlanRequest {
  readonly target: Target;
  readonly source: Source;
  /** Given to several plans, so that they are made of one state of the live system. */
  readonly snapshot?: Snapshot;
  /** What the syncs of other targets bring before this one's. Absent: nothing. */
  readonly given?: readonly Given[];
  /** The plan is only compared with an approved one: what that one creates was validated then. */
  readonly asApproved?: boolean;
}

/** What an engine saw, by names of its own; empty at first. */
export type Snapshot = Map<string, Promise<unknown>>;

/** A plan, and what its engine needs to apply exactly that plan. The payload may hold secrets: never stored or shown. */
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
  /** How long to wait for health, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /**
   * The approved plan of a sync that was cut short after it had begun: what is left of it is approved too, and what it
   * wrote before is waited for as if it had been written now.
   */
  readonly begun?: Plan;
}

/** A way to change a kind of live system: one engine for each of Kubernetes, Terraform and Ansible. */
export interface Engine<Payload = unknown> {
  /**
   * Says what would change if the target were made to match the source. Changes nothing live.
   * @throws OpsError when the target as a whole cannot be planned.
   */
  plan(request: PlanRequest): Promise<Prepared<Payload>>;

  /** The folders and files of the repository that a plan depends on; cheap, and nothing live is asked. */
  reads(request: Pick<PlanRequest, 'target' | 'source'>): Promise<readonly string[]>;

  /** How a target does that was synced. Changes nothing. @throws OpsError when it cannot be told */
  inspect(target: Target): Promise<Inspection>;

  /** Makes the live system match. The only thing that changes a live system; only the sync flow calls it. */
  apply(prepared: Prepared<Payload>, options: ApplyOptions): Promise<ApplyResult>;
}
