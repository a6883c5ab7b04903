import type { Target } from './target.ts';

/** Who must approve, and when nothing may be deployed. */
export interface Gate {
  readonly approvals: number;
  /** `@user` or `@organization/team`; empty: anybody who may write. */
  readonly from: readonly string[];
  readonly freeze: readonly string[];
  readonly onPlanChange: 'hold' | 'apply';
}

/** What follows from drift, and after how long (`10m`). */
export interface Drift {
  readonly action: 'pull-request' | 'alert' | 'revert';
  readonly after: string;
}

/** Targets that share a gate. */
export interface Environment {
  readonly name: string;
  readonly gate: Gate;
  readonly drift: Drift;
  readonly targets: readonly Target[];
}

/** The configuration with every default filled in, in the order of the file. */
export interface Config {
  readonly environments: readonly Environment[];
}
