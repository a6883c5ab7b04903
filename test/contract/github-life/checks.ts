import { requestAction } from '../../../sandbox/github/checks/events.ts';
import { type Cast, SHOP } from './ask.ts';

export async function checks({ site, ada, app }: Cast): Promise<void> {
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
