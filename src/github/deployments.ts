import { cutText } from '../core/cut-text.ts';
import type { Deployments } from '../ports/deployments.ts';
import type { App } from './app.ts';
import { asked, ofRepository } from './refusal.ts';

/** @param url base of GitHub's pages */
export function createDeployments(app: App, url: string): Deployments {
  const turns = createTurns();
  return {
    settled: (deployment) => turns.settled(deployment),
    create: (repository, { commit, environment, description }) =>
      asked(`deployment to ${environment} of ${repository.name}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const { data } = await octokit.rest.repos.createDeployment({
          ...ofRepository(repository),
          ref: commit,
          environment,
          description: cutText(description, LIMIT),
          // The commit is merged and approved already: GitHub must neither merge nor require anything more.
          auto_merge: false,
          required_contexts: [],
        });
        if ('id' in data) return data.id;
        throw new Error(`GitHub made no deployment of ${commit}, and did not refuse it.`);
      }),
    progress: (repository, deployment, { state, description, pull }) =>
      turns.inTurn(deployment, () =>
        asked(`deployment ${deployment} of ${repository.name}`, async () => {
          const octokit = await app.asInstallation(repository.installation);
          await octokit.rest.repos.createDeploymentStatus({
            ...ofRepository(repository),
            deployment_id: deployment,
            state,
            description: cutText(description, LIMIT),
            ...(pull !== undefined && { log_url: `${url}/${repository.name}/pull/${pull}` }),
          });
        }),
      ),
  };
}

/** GitHub shows the status that it got last: the next one of a deployment is sent when the one before was answered. */
function createTurns() {
  const last = new Map<number, Promise<void>>();
  return {
    async inTurn(deployment: number, send: () => Promise<void>): Promise<void> {
      const turn = (last.get(deployment) ?? Promise.resolve()).then(send, send);
      last.set(deployment, turn);
      try {
        await turn;
      } finally {
        if (last.get(deployment) === turn) last.delete(deployment);
      }
    },
    async settled(deployment: number): Promise<void> {
      // Whoever sent it is told why it was refused.
      await last.get(deployment)?.catch(() => undefined);
    },
  };
}

/** GitHub's limit for a description, in characters. */
const LIMIT = 140;
