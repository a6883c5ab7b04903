import type { Target } from './target.ts';

/** Who must approve, and when nothing may be deployed. */
export interface Gate {
  readonly approvals: number;
  /** `@user` or `@organization/team`; empty: anybody who may write. */
  readonly from: readonly string[];
  /** Only who may administer the repository: where no gate is in force that could judge. */
  readonly administrators?: true;
  readonly freeze: readonly string[];
  readonly onPlanChange: 'hold' | 'apply';
  /** Addresses of bots and agents: as authors, committers or co-authors they are nobody. */
  readonly nobody: readonly string[];
  /** Whether a merge that GitHub made, and that brought nothing of its own, gives whoever asked for it a part. */
  readonly updateBranch: 'counts' | 'ignored';
}

/** What follows from drift, and after how long (`10m`). */
export interface Drift {
  readonly action: 'pull-request';
  readonly after: string;
  /** After how long a pull request that was closed unmerged is proposed again. Absent: never, while the drift is the same. */
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
