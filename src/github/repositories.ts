import type { Log } from '../log.ts';
import type { Repositories } from '../ports/pulls.ts';
import type { App } from './app/app.ts';
import { createInstallations } from './app/installations.ts';
import { asked, ofRepository } from './refusal.ts';
import { timeOf } from './time.ts';

export function createRepositories(app: App, log: Log): Repositories {
  const installations = createInstallations(app, log);
  return {
    list: () => installations.repositories(),
    defaultBranch: (repository) =>
      asked(repository.name, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const answer = await octokit.rest.repos.get(ofRepository(repository));
        return { name: answer.data.default_branch, readAt: timeOf(answer) };
      }),
    readOnly: (repository) =>
      asked(repository.name, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const { data } = await octokit.rest.repos.get(ofRepository(repository));
        if (data.archived) return 'the repository is archived';
        return data.disabled ? 'GitHub has disabled the repository' : undefined;
      }),
  };
}
