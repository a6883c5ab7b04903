import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../sandbox/github/all-routes.ts';
import { requestAction } from '../../sandbox/github/checks/events.ts';
import { createContract } from '../../sandbox/github/contract/contract.ts';
import type { Level } from '../../sandbox/github/model.ts';
import { type Answer, type Site, startSite } from '../integration/sandbox-github/site.ts';

const ALL = [
  'contents',
  'pull_requests',
  'issues',
  'checks',
  'statuses',
  'deployments',
  'members',
  'administration',
  'actions',
  'metadata',
];
const EVERYTHING: Record<string, Level> = Object.fromEntries(ALL.map((name) => [name, 'write']));
const EVENTS = [
  'push',
  'create',
  'delete',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'issues',
  'issue_comment',
  'check_run',
  'check_suite',
  'deployment',
  'deployment_status',
];
const SHOP = '/repos/acme/shop';

type Ask = (
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer['body']>;

/** Everything that can be asked for, in the order in which a repository lives. */
describe('the sandbox GitHub, held to what GitHub publishes', { timeout: 60_000 }, () => {
  it('answers every operation, and tells every event, as the descriptions say', async () => {
    const contract = await createContract();
    const site = await startSite({ permissions: EVERYTHING, events: EVENTS, observe: contract });
    const as =
      (token: string): Ask =>
      async (request, body, headers) => {
        const answer = await site.api(token, request, body, headers);
        if (answer.status >= 400)
          throw new Error(`${request}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
      };
    const people = { ada: as(site.tokens.ada), grace: as(site.tokens.grace) };
    const app = as(await site.installationToken());
    await theApp(site, as(await site.jwt()), app);
    await theRepository(people.ada);
    await theOrganization(people.ada);
    await filesAndGit(people.ada);
    await issues(people, app);
    await pulls(people, app);
    await checks(site, people, app);
    await deployments(app);
    await hooks(site, as(await site.jwt()));
    await refusals(site);
    await site.github.settled();

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
      'issue_comment created',
      'issue_comment deleted',
      'issue_comment edited',
      'issues closed',
      'issues labeled',
      'issues opened',
      'issues reopened',
      'issues unlabeled',
      'pull_request closed',
      'pull_request edited',
      'pull_request labeled',
      'pull_request opened',
      'pull_request reopened',
      'pull_request review_request_removed',
      'pull_request review_requested',
      'pull_request synchronize',
      'pull_request_review dismissed',
      'pull_request_review submitted',
      'pull_request_review_comment created',
      'push',
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

async function theApp(site: Site, jwt: Ask, app: Ask): Promise<void> {
  await jwt('GET /app');
  await jwt('GET /app/installations');
  await jwt(`GET /app/installations/${site.installation.id}`);
  await jwt(`GET ${SHOP}/installation`);
  await app('GET /installation/repositories?per_page=1');
  await app('GET /rate_limit');
}

async function theRepository(ada: Ask): Promise<void> {
  await ada('GET /user');
  await ada('GET /users/grace');
  await ada(`GET ${SHOP}`);
  await ada(`GET ${SHOP}/collaborators`);
  await ada(`GET ${SHOP}/collaborators/grace/permission`);
}

async function theOrganization(ada: Ask): Promise<void> {
  await ada('GET /orgs/acme/teams');
  await ada('GET /orgs/acme/teams/sre');
  await ada('GET /orgs/acme/teams/sre/members');
  await ada('GET /orgs/acme/teams/sre/memberships/grace');
  await ada('GET /orgs/acme/teams/sre/repos');
  await ada('GET /orgs/acme/members/grace');
  await ada('GET /orgs/acme/memberships/grace');
}

async function filesAndGit(ada: Ask): Promise<void> {
  const content = Buffer.from('replicas: 1\n').toString('base64');
  const written = await ada(`PUT ${SHOP}/contents/k8s/more.yaml`, { message: 'More', content });
  await ada(`GET ${SHOP}/contents/k8s/more.yaml?ref=main`);
  await ada(`GET ${SHOP}/contents/k8s`);
  await ada(`DELETE ${SHOP}/contents/k8s/more.yaml`, { message: 'Less', sha: written.content.sha });

  const main = await ada(`GET ${SHOP}/git/ref/heads/main`);
  const commit = await ada(`GET ${SHOP}/git/commits/${main.object.sha}`);
  await ada(`GET ${SHOP}/git/trees/${commit.tree.sha}?recursive=1`);
  const blob = await ada(`POST ${SHOP}/git/blobs`, { content: 'two', encoding: 'utf-8' });
  await ada(`GET ${SHOP}/git/blobs/${blob.sha}`);
  const tree = await ada(`POST ${SHOP}/git/trees`, {
    base_tree: commit.tree.sha,
    tree: [{ path: 'two.txt', mode: '100644', type: 'blob', sha: blob.sha }],
  });
  const made = await ada(`POST ${SHOP}/git/commits`, {
    message: 'Two',
    tree: tree.sha,
    parents: [main.object.sha],
  });
  await ada(`POST ${SHOP}/git/refs`, { ref: 'refs/heads/two', sha: main.object.sha });
  await ada(`PATCH ${SHOP}/git/refs/heads/two`, { sha: made.sha, force: false });
  await ada(`GET ${SHOP}/git/matching-refs/heads/t`);

  await ada(`GET ${SHOP}/commits?sha=two&per_page=2`);
  await ada(`GET ${SHOP}/commits/two`);
  await ada(`GET ${SHOP}/commits/two`, undefined, { accept: 'application/vnd.github.diff' });
  await ada(`GET ${SHOP}/compare/main...two`);
  await ada(`GET ${SHOP}/compare/main...two`, undefined, { accept: 'application/vnd.github.patch' });
  await ada(`GET ${SHOP}/branches`);
  await ada(`GET ${SHOP}/branches/two`);
  await ada(`GET ${SHOP}/activity?ref=refs/heads/two`);
}

interface People {
  readonly ada: Ask;
  readonly grace: Ask;
}

async function issues({ ada, grace }: People, app: Ask): Promise<void> {
  const { number } = await ada(`POST ${SHOP}/issues`, { title: 'It is slow', body: 'Very.' });
  await ada(`GET ${SHOP}/issues?state=all`);
  await ada(`GET ${SHOP}/issues/${number}`);
  await ada(`POST ${SHOP}/labels`, { name: 'bug', color: 'ff0000' });
  await ada(`GET ${SHOP}/labels`);
  await ada(`POST ${SHOP}/issues/${number}/labels`, { labels: ['bug'] });
  await ada(`GET ${SHOP}/issues/${number}/labels`);
  await ada(`DELETE ${SHOP}/issues/${number}/labels/bug`);
  await ada(`PATCH ${SHOP}/issues/${number}`, { state: 'closed', state_reason: 'completed' });
  await ada(`PATCH ${SHOP}/issues/${number}`, { state: 'open' });

  const comment = await app(`POST ${SHOP}/issues/${number}/comments`, { body: 'How slow?' });
  await grace(`GET ${SHOP}/issues/${number}/comments`);
  await grace(`GET ${SHOP}/issues/comments/${comment.id}`);
  await app(`PATCH ${SHOP}/issues/comments/${comment.id}`, { body: 'How slow is it?' });
  await reactions(ada, `${SHOP}/issues/${number}`);
  await reactions(app, `${SHOP}/issues/comments/${comment.id}`);
  const query = `mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }`;
  const minimized = await app('POST /graphql', { query, variables: { id: comment.node_id } });
  expect(minimized).toEqual({
    data: { minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } } },
  });
  await app(`DELETE ${SHOP}/issues/comments/${comment.id}`);
}

async function reactions(ask: Ask, at: string): Promise<void> {
  const { id } = await ask(`POST ${at}/reactions`, { content: '+1' });
  await ask(`GET ${at}/reactions`);
  await ask(`DELETE ${at}/reactions/${id}`);
}

async function pulls({ ada, grace }: People, app: Ask): Promise<void> {
  const pull = await ada(`POST ${SHOP}/pulls`, {
    title: 'Two',
    head: 'two',
    base: 'main',
    body: 'A change.',
  });
  const at = `${SHOP}/pulls/${pull.number}`;
  await ada(`GET ${SHOP}/pulls?state=all&sort=updated&direction=desc`);
  await ada(`GET ${at}`);
  await ada(`GET ${at}`, undefined, { accept: 'application/vnd.github.diff' });
  await ada(`GET ${at}/files`);
  await ada(`GET ${at}/commits`);
  await ada(`PATCH ${at}`, { title: 'Number two' });
  await ada(`PATCH ${at}`, { state: 'closed' });
  await ada(`PATCH ${at}`, { state: 'open' });
  await ada(`POST ${SHOP}/issues/${pull.number}/labels`, { labels: ['bug'] });
  await ada(`POST ${at}/requested_reviewers`, { reviewers: ['grace'], team_reviewers: ['sre'] });
  await ada(`DELETE ${at}/requested_reviewers`, { reviewers: ['grace'] });
  await ada(`GET ${SHOP}/commits/${pull.head.sha}/pulls`);

  const draft = await grace(`POST ${at}/reviews`, { body: 'Wait.' });
  await grace(`POST ${at}/reviews/${draft.id}/events`, { event: 'REQUEST_CHANGES', body: 'Wait.' });
  await ada(`GET ${at}/reviews/${draft.id}`);
  await ada(`PUT ${at}/reviews/${draft.id}/dismissals`, { message: 'Done.' });
  await grace(`POST ${at}/reviews`, { event: 'APPROVE', commit_id: pull.head.sha });
  await ada(`GET ${at}/reviews`);
  const line = { body: 'Why?', commit_id: pull.head.sha, path: 'two.txt', line: 1, side: 'RIGHT' };
  const remark = await grace(`POST ${at}/comments`, line);
  await ada(`POST ${at}/comments/${remark.id}/replies`, { body: 'Because.' });
  await ada(`GET ${at}/comments`);
  await reactions(app, `${SHOP}/pulls/comments/${remark.id}`);

  const content = Buffer.from('on main').toString('base64');
  await ada(`PUT ${SHOP}/contents/other.txt`, { message: 'Meanwhile', content });
  await ada(`PUT ${at}/update-branch`);
  await grace(`PUT ${at}/merge`, { merge_method: 'squash' });
  await ada(`GET ${at}/merge`);
  await ada(`DELETE ${SHOP}/git/refs/heads/two`);
}

async function checks(site: Site, { ada }: People, app: Ask): Promise<void> {
  const { object } = await ada(`GET ${SHOP}/git/ref/heads/main`);
  const suite = await app(`POST ${SHOP}/check-suites`, { head_sha: object.sha });
  await app(`GET ${SHOP}/check-suites/${suite.id}`);
  const run = await app(`POST ${SHOP}/check-runs`, {
    name: 'plan',
    head_sha: object.sha,
    status: 'in_progress',
    external_id: '42',
    output: { title: 'Planning', summary: 'Wait.', text: 'Please.' },
    actions: [{ label: 'Approve', description: 'Approve this plan', identifier: 'approve' }],
  });
  const message = 'No such kind.';
  const annotation = { path: 'README.md', start_line: 1, end_line: 1, annotation_level: 'failure', message };
  const output = { title: 'Planned', summary: 'One change.', annotations: [annotation] };
  await app(`PATCH ${SHOP}/check-runs/${run.id}`, { conclusion: 'failure', output });
  await app(`GET ${SHOP}/check-runs/${run.id}`);
  await app(`GET ${SHOP}/check-runs/${run.id}/annotations`);
  await app(`GET ${SHOP}/commits/main/check-runs?check_name=plan&filter=latest`);
  await app(`GET ${SHOP}/commits/main/check-suites`);
  await app(`GET ${SHOP}/check-suites/${suite.id}/check-runs`);
  await app(`POST ${SHOP}/check-runs/${run.id}/rerequest`);
  await app(`POST ${SHOP}/check-suites/${suite.id}/rerequest`);
  const found = site.repository.checkRuns.find(({ id }) => id === run.id);
  const grace = site.github.world.account('grace');
  if (found === undefined || grace === undefined) throw new Error('There is no such check run.');
  requestAction(site.github.world, site.repository, found, 'approve', grace);

  await app(`POST ${SHOP}/statuses/${object.sha}`, {
    state: 'success',
    context: 'build',
    description: 'Built',
  });
  await app(`GET ${SHOP}/commits/main/statuses`);
  await app(`GET ${SHOP}/commits/main/status`);
  site.github.admin.protectBranch(site.repository, 'main', {
    requiredChecks: [{ context: 'plan' }],
    strict: true,
    requiredApprovals: 1,
    dismissStale: true,
    enforceAdmins: false,
  });
  await ada(`GET ${SHOP}/branches/main/protection`);
  await ada(`GET ${SHOP}/branches/main`);
}

async function deployments(app: Ask): Promise<void> {
  const deployment = await app(`POST ${SHOP}/deployments`, {
    ref: 'main',
    environment: 'production',
    auto_merge: false,
    required_contexts: [],
    payload: { pull: 1 },
    description: 'By pull request',
  });
  const at = `${SHOP}/deployments/${deployment.id}`;
  await app(`POST ${at}/statuses`, { state: 'in_progress', description: 'Applying' });
  await app(`POST ${at}/statuses`, { state: 'failure', description: 'Refused' });
  await app(`GET ${SHOP}/deployments?environment=production`);
  await app(`GET ${at}`);
  await app(`GET ${at}/statuses`);
  await app(`GET ${SHOP}/environments`);
  await app(`GET ${SHOP}/environments/production`);
  await app(`POST ${at}/statuses`, { state: 'inactive' });
  await app(`DELETE ${at}`);
}

async function hooks(site: Site, jwt: Ask): Promise<void> {
  await site.github.settled();
  const [first] = await jwt('GET /app/hook/deliveries?per_page=1');
  await jwt(`GET /app/hook/deliveries/${first.id}`);
  await jwt(`POST /app/hook/deliveries/${first.id}/attempts`);
}

/** Refusals have a form as well. */
async function refusals({ api, tokens }: Site): Promise<void> {
  await api(tokens.ada, `GET ${SHOP}/pulls/4711`);
  await api(tokens.ada, `POST ${SHOP}/pulls`, { title: 'Again', head: 'none', base: 'main' });
  await api(tokens.eve, `PUT ${SHOP}/contents/README.md`, { message: 'No', content: '' });
  await api(tokens.ada, `GET ${SHOP}/nothing-of-the-kind`);
}
