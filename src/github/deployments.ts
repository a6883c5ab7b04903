import { cutText } from '../core/cut-text.ts';
import { turns } from '../core/turns.ts';
import type { Deployments } from '../ports/deployments.ts';
import type { App } from './app/app.ts';
import { asked, ofRepository } from './refusal.ts';

/** @param url base of GitHub's pages */
export function createDeployments(app: App, url: string): Deployments {
  // GitHub shows the status that it got last: the next one is sent when the one before was answered.
  const inTurn = turns();
  return {
    // A turn of its own comes when those before have ended.
    settled: (deployment) => inTurn(deployment, async () => undefined),
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
      inTurn(deployment, () =>
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

/** GitHub's limit for a description, in characters. */
const LIMIT = 140;
