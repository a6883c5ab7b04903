import { Octokit } from '@octokit/rest';
import { expect, it, vi } from 'vitest';
import type { App } from '../../../src/github/app/app.ts';
import { createDeployments } from '../../../src/github/deployments.ts';
import type { DeploymentState } from '../../../src/ports/deployments.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };

/** Deployments at a GitHub that has answered nothing until it is told to. */
function slowGitHub() {
  const asked: string[] = [];
  const answers: ((status: number) => void)[] = [];
  const octokit = new Octokit({
    request: {
      fetch: async (url: string, { body }: { body: string }) => {
        asked.push(`${url.split('/').at(-2)} ${(JSON.parse(body) as { state: string }).state}`);
        const status = await new Promise<number>((resolve) => answers.push(resolve));
        return Response.json({}, { status });
      },
    },
  });
  const app = { asInstallation: async () => octokit } as unknown as App;
  const deployments = createDeployments(app, 'https://github.com');
  const tell = (deployment: number, state: DeploymentState) =>
    deployments.progress(REPOSITORY, deployment, { state, description: 'so far' });
  return { asked, answers, tell, settled: (deployment: number) => deployments.settled(deployment) };
}

it('sends the statuses of a deployment in their order: GitHub shows the one that it got last', async () => {
  const { asked, answers, tell } = slowGitHub();
  const told = [tell(5, 'in_progress'), tell(5, 'success'), tell(6, 'queued')];
  await vi.waitFor(() => expect(asked).toEqual(['5 in_progress', '6 queued']));
  answers.forEach((answer) => answer(201));
  await vi.waitFor(() => expect(asked).toEqual(['5 in_progress', '6 queued', '5 success']));
  answers.at(-1)?.(201);
  await Promise.all(told);
});

it('sends the next status of a deployment where GitHub refused the one before', async () => {
  const { asked, answers, tell } = slowGitHub();
  const refused = tell(5, 'in_progress').catch((error: Error) => error.message);
  const told = tell(5, 'failure');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]?.(422);
  expect(await refused).toContain('deployment 5 of acme/shop');
  await vi.waitFor(() => expect(asked).toEqual(['5 in_progress', '5 failure']));
  answers[1]?.(201);
  await told;
});

it('is settled once GitHub has answered, or refused, all that was sent', async () => {
  const { answers, tell, settled } = slowGitHub();
  await settled(5);
  const refused = tell(5, 'in_progress').catch((error: Error) => error.message);
  let done = false;
  const end = settled(5).then(() => (done = true));
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  expect(done).toBe(false);
  answers[0]?.(422);
  await end;
  expect(await refused).toContain('deployment 5 of acme/shop');
});
