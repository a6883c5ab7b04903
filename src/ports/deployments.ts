import type { RepositoryRef } from '../core/refs.ts';

export type DeploymentState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error';

/** GitHub's record of deployments. */
export interface Deployments {
  /** @returns its number */
  create(
    repository: RepositoryRef,
    deployment: { readonly commit: string; readonly environment: string; readonly description: string },
  ): Promise<number>;
  /** A deployment links to the pull request whose comment describes it. */
  progress(
    repository: RepositoryRef,
    deployment: number,
    status: {
      readonly state: DeploymentState;
      /** 140 characters at the most. */
      readonly description: string;
      readonly pull?: number;
    },
  ): Promise<void>;
  /** Ends when GitHub has answered all that this process sent of a deployment: what is sent then, by any process, stays. */
  settled(deployment: number): Promise<void>;
}
