import type { Clock } from '../../ports/clock.ts';
import type { ApplyOptions } from '../../ports/engine.ts';
import type { KubernetesPayload } from '../plan/payload.ts';

export interface ApplyDeps {
  readonly clock: Clock;
  readonly version: string;
}

/** One running sync. */
export interface Run extends ApplyDeps, ApplyOptions {
  readonly payload: KubernetesPayload;
  /** The end of the time for health, in milliseconds since the epoch. */
  readonly deadline: number;
}
