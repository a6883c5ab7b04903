import type { Target } from './target.ts';

/** The rules of a gate: the required approvals, and the times without deployments. */
export interface Gate {
  readonly approvals: number;
  /** `@user` or `@organization/team`; empty: anybody who may write. */
  readonly from: readonly string[];
  /** Only administrators of the repository approve: where no gate is in force that could judge. */
  readonly administrators?: true;
  readonly freeze: readonly string[];
  readonly onPlanChange: 'hold' | 'apply';
  /** Addresses of bots and agents: as authors, committers or co-authors they are nobody. */
  readonly nobody: readonly string[];
  /** Whether a merge made by GitHub, without content of its own, counts as a part of the person who asked for it. */
  readonly updateBranch: 'counts' | 'ignored';
}

/** The reaction to drift, and the time before it (`10m`). */
export interface Drift {
  readonly action: 'pull-request';
  readonly after: string;
  /** Time until a pull request closed unmerged is proposed again. Absent: never, while the drift is the same. */
  readonly again?: string;
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
