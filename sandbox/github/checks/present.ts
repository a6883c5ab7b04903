import { presentApp } from '../apps/present.ts';
import { pullsOf } from '../pulls/find.ts';
import { presentMinimalRepository } from '../repositories/present.ts';
import type { CheckRun, CheckSuite, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import type { World } from '../world/world.ts';

/** Open pull requests of that head, in short. */
function pullsAt({ apiUrl }: World, repository: Repository, sha: string) {
  const url = `${apiUrl}/repos/${repository.fullName}`;
  const repo = { id: repository.id, url, name: repository.name };
  return pullsOf(repository)
    .filter(
      ({ state, pull }) =>
        state === 'open' && pull.head.sha === sha && pull.head.repository === repository.fullName,
    )
    .map(({ number, pull: { id, head, base } }) => ({
      url: `${url}/pulls/${number}`,
      id,
      number,
      head: { ref: head.ref, sha: head.sha, repo },
      base: { ref: base.ref, sha: base.sha, repo },
    }));
}

/** `check-run`. */
export function presentRun(world: World, repository: Repository, run: CheckRun) {
  const { id, name, headSha, status, conclusion, output, annotations, app, suite } = run;
  const url = `${world.apiUrl}/repos/${repository.fullName}/check-runs/${id}`;
  const page = `${world.url}/${repository.fullName}/runs/${id}`;
  return {
    id,
    name,
    node_id: nodeId('CheckRun', id),
    head_sha: headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status,
    conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: suite.id },
    app: presentApp(world, app),
    pull_requests: pullsAt(world, repository, headSha),
  };
}

/** `check-run-with-simple-check-suite`, as webhooks carry it. */
export function presentRunEvent(world: World, repository: Repository, run: CheckRun) {
  const { suite } = run;
  return {
    ...presentRun(world, repository, run),
    check_suite: {
      id: suite.id,
      node_id: nodeId('CheckSuite', suite.id),
      head_branch: suite.headBranch,
      head_sha: suite.headSha,
      ...stateOf(repository, suite),
      url: `${world.apiUrl}/repos/${repository.fullName}/check-suites/${suite.id}`,
      before: null,
      after: suite.headSha,
      pull_requests: pullsAt(world, repository, suite.headSha),
      app: presentApp(world, suite.app),
      created_at: suite.createdAt,
      updated_at: suite.updatedAt,
    },
  };
}

/** A suite is as far as the last of its runs, and as bad as the worst. */
function stateOf({ checkRuns }: Repository, suite: CheckSuite) {
  const runs = checkRuns.filter((run) => run.suite === suite);
  if (runs.length === 0) return { status: 'queued' as const, conclusion: null };
  const running = runs.some(({ status }) => status !== 'completed');
  if (running) return { status: 'in_progress' as const, conclusion: null };
  const bad = runs.find(
    ({ conclusion }) => conclusion !== 'success' && conclusion !== 'neutral' && conclusion !== 'skipped',
  );
  return { status: 'completed' as const, conclusion: bad?.conclusion ?? 'success' };
}

/** `check-suite`. */
export function presentSuite(world: World, repository: Repository, suite: CheckSuite) {
  const { id, app, headSha, headBranch, createdAt, updatedAt } = suite;
  const url = `${world.apiUrl}/repos/${repository.fullName}/check-suites/${id}`;
  const person = { name: 'GitHub', email: 'noreply@github.com' };
  return {
    id,
    node_id: nodeId('CheckSuite', id),
    head_branch: headBranch,
    head_sha: headSha,
    ...stateOf(repository, suite),
    url,
    before: '0'.repeat(40),
    after: headSha,
    pull_requests: pullsAt(world, repository, headSha),
    app: presentApp(world, app),
    created_at: createdAt,
    updated_at: updatedAt,
    latest_check_runs_count: repository.checkRuns.filter((run) => run.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: {
      id: headSha,
      tree_id: headSha,
      message: '',
      timestamp: createdAt,
      author: person,
      committer: person,
    },
    repository: presentMinimalRepository(world, repository),
    rerequestable: true,
    runs_rerequestable: true,
  };
}
