import { describe, expect, it } from 'vitest';
import { createContract } from '../../sandbox/github/contract/contract.ts';
import { allRoutes } from '../../sandbox/github/server/all-routes.ts';
import { liveThrough } from './github-life/life.ts';

describe('the sandbox GitHub, held to what GitHub publishes', { timeout: 300_000 }, () => {
  it('answers every operation, and tells every event, as the descriptions say', async () => {
    const contract = await createContract();
    const site = await liveThrough(contract);

    expect(contract.problems).toEqual([]);
    expect(site.github.unknownRoutes).toEqual(['GET /repos/acme/shop/nothing-of-the-kind']);
    const routes = allRoutes({} as Parameters<typeof allRoutes>[0]);
    expect([...contract.answered].toSorted()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
    expect([...contract.told].toSorted()).toEqual([
      'check_run completed',
      'check_run created',
      'check_run requested_action',
      'check_run rerequested',
      'check_suite requested',
      'check_suite rerequested',
      'create',
      'delete',
      'deployment created',
      'deployment_status created',
      'fork',
      'installation created',
      'installation deleted',
      'installation new_permissions_accepted',
      'installation suspend',
      'installation unsuspend',
      'installation_repositories added',
      'installation_repositories removed',
      'issue_comment created',
      'issue_comment deleted',
      'issue_comment edited',
      'issues closed',
      'issues labeled',
      'issues locked',
      'issues opened',
      'issues reopened',
      'issues unlabeled',
      'issues unlocked',
      'merge_group checks_requested',
      'merge_group destroyed',
      'pull_request closed',
      'pull_request converted_to_draft',
      'pull_request dequeued',
      'pull_request edited',
      'pull_request enqueued',
      'pull_request labeled',
      'pull_request locked',
      'pull_request opened',
      'pull_request ready_for_review',
      'pull_request reopened',
      'pull_request review_request_removed',
      'pull_request review_requested',
      'pull_request synchronize',
      'pull_request unlocked',
      'pull_request_review dismissed',
      'pull_request_review edited',
      'pull_request_review submitted',
      'pull_request_review_comment created',
      'pull_request_review_comment deleted',
      'pull_request_review_comment edited',
      'push',
      'repository archived',
      'repository edited',
      'repository renamed',
      'repository transferred',
      'repository unarchived',
    ]);
  });

  it('is caught when it says something else', async () => {
    const contract = await createContract();
    const exchange = {
      method: 'GET',
      route: '/repos/{owner}/{repo}',
      query: new URLSearchParams('colour=red'),
      requestBody: {},
      status: 200,
      contentType: 'application/json',
      responseBody: { id: 'one' },
    };
    contract.exchange(exchange);
    contract.exchange({ ...exchange, route: '/repos/{owner}/{repo}/moods' });
    contract.exchange({ ...exchange, status: 299 });
    contract.exchange({
      ...exchange,
      method: 'POST',
      route: '/repos/{owner}/{repo}/git/refs',
      requestBody: { ref: 1 },
    });
    contract.webhook('push', undefined, { ref: 1 });
    contract.webhook('push', 'gently', {});
    expect(contract.problems.map((problem) => problem.replace(/ \{.*/, '').replace(/'\w+'/, '…'))).toEqual([
      'GET /repos/{owner}/{repo}: request: GitHub knows no query parameter colour',
      expect.stringContaining('GET /repos/'),
      'GET /repos/{owner}/{repo}/moods: GitHub has no such operation',
      'GET /repos/{owner}/{repo}: GitHub answers with no 299',
      expect.stringContaining('POST /repos/'),
      expect.stringContaining('POST /repos/'),
      expect.stringContaining('POST /repos/'),
      expect.stringContaining('push: '),
      'push gently: GitHub has no such webhook',
    ]);
  });
});
