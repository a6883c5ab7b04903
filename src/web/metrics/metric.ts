import type { Registry } from 'prom-client';
import type { TargetRef } from '../../core/refs.ts';
import type { Tell } from '../../ports/events.ts';

/** One metric. @returns what keeps it up to date */
export type Metric = (registers: Registry[]) => Tell;

export const TARGET_LABELS = ['repository', 'environment', 'target'];

/** The labels of a target. */
export function labelsOf({ repository, target }: TargetRef): Record<string, string> {
  return { repository: repository.name, environment: target.split('/')[0] ?? '', target };
}
