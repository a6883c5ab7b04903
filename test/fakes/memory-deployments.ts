import type { DeploymentState, Deployments } from '../../src/ports/deployments.ts';
import type { GitHubState } from './github-state.ts';

export interface MemoryDeployments extends Deployments {
  /** The states of a deployment, oldest first. */
  statesOf(deployment: number): readonly DeploymentState[];
}

export function memoryDeployments({ nextId, said }: Pick<GitHubState, 'nextId' | 'said'>): MemoryDeployments {
  const all = new Map<number, DeploymentState[]>();
  return {
    statesOf: (deployment) => all.get(deployment) ?? [],
    async create(_repository, { commit, environment }) {
      const id = nextId();
      all.set(id, []);
      said(`deployment of ${commit} to ${environment}`);
      return id;
    },
    settled: async () => undefined,
    async progress(_repository, deployment, { state, description }) {
      all.get(deployment)?.push(state);
      said(`deployment is ${state}: ${description}`);
    },
  };
}
