import { z } from 'zod';
import { settleQueues } from '../queue/settle.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { App, CheckRun, CheckSuite, Repository } from '../world/model.ts';
import { emitRun, rerequest } from './events.ts';
import { presentRun, presentSuite } from './present.ts';
import { latestRuns, suiteOf } from './suites.ts';

const READ = { name: 'checks', level: 'read' } as const;
const WRITE = { name: 'checks', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}';
const RUN = `${BASE}/check-runs/{check_run_id}`;
const SUITE = `${BASE}/check-suites/{check_suite_id}`;

export const checkRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/check-runs`, permission: WRITE, handle: create },
  { method: 'GET', path: RUN, permission: READ, handle: read },
  { method: 'PATCH', path: RUN, permission: WRITE, handle: update },
  { method: 'GET', path: `${RUN}/annotations`, permission: READ, paged: true, handle: annotations },
  { method: 'POST', path: `${RUN}/rerequest`, permission: WRITE, handle: rerun },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/check-runs`,
    permission: READ,
    paged: true,
    handle: runsOfRef,
  },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/check-suites`,
    permission: READ,
    paged: true,
    handle: suitesOfRef,
  },
  { method: 'POST', path: `${BASE}/check-suites`, permission: WRITE, handle: createSuite },
  { method: 'GET', path: SUITE, permission: READ, handle: readSuite },
  { method: 'GET', path: `${SUITE}/check-runs`, permission: READ, paged: true, handle: runsOfSuite },
  { method: 'POST', path: `${SUITE}/rerequest`, permission: WRITE, handle: rerunSuite },
];

const CONCLUSION = z.enum([
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
  'stale',
]);
const ANNOTATION = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().optional(),
  raw_details: z.string().optional(),
});
const TEXT = z.string().max(65_535);
const FIELDS = z.object({
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: CONCLUSION.optional(),
  external_id: z.string().optional(),
  details_url: z.string().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: z
    .object({
      title: z.string().max(255).optional(),
      summary: TEXT,
      text: TEXT.optional(),
      annotations: z.array(ANNOTATION).max(50).default([]),
    })
    .optional(),
  actions: z
    .array(
      z.object({
        label: z.string().max(20),
        description: z.string().max(40),
        identifier: z.string().max(20),
      }),
    )
    .max(3)
    .optional(),
});
const CREATE = FIELDS.extend({ name: z.string(), head_sha: z.string() });
const UPDATE = FIELDS.extend({ name: z.string().optional() });

/** Only Apps write check runs. */
function appIn({ actor }: Call): App {
  if (actor.kind === 'installation') return actor.installation.app;
  throw new HttpError(403, 'You must authenticate via a GitHub App.');
}

async function create(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const { world } = call;
  const { name, head_sha: headSha, ...fields } = readBody(call, CREATE);
  if ((await world.git(repository).commit(headSha)) === undefined)
    throw unprocessable(`No commit found for SHA: ${headSha}`);
  const app = appIn(call);
  const run: CheckRun = {
    id: world.nextId(),
    suite: suiteOf(world, repository, app, headSha, null),
    app,
    name,
    headSha,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt: world.now(),
    completedAt: null,
    output: {
      title: null,
      summary: null,
      text: null,
    },
    annotations: [],
    actions: [],
  };
  repository.checkRuns.push(run);
  apply(call, run, fields);
  emitRun(world, repository, run, app.bot, 'created');
  if (run.status === 'completed') emitRun(world, repository, run, app.bot, 'completed');
  await settleQueues(world, repository);
  return { status: 201, body: presentRun(world, repository, run) };
}

/** A conclusion completes; a completed run needs one. */
function apply({ world }: Call, run: CheckRun, fields: z.infer<typeof FIELDS>): void {
  const { status, conclusion, output, actions, external_id, details_url, started_at, completed_at } = fields;
  if (status === 'completed' && conclusion === undefined)
    throw unprocessable('conclusion is required when status is completed');
  const next = conclusion === undefined ? (status ?? run.status) : 'completed';
  if (run.status === 'completed' && next !== 'completed') {
    run.conclusion = null;
    run.completedAt = null;
  }
  run.status = next;
  if (conclusion !== undefined) run.conclusion = conclusion;
  if (next === 'completed') run.completedAt = completed_at ?? run.completedAt ?? world.now();
  if (started_at !== undefined) run.startedAt = started_at;
  if (external_id !== undefined) run.externalId = external_id;
  if (details_url !== undefined) run.detailsUrl = details_url;
  if (actions !== undefined) run.actions = actions;
  if (output === undefined) return;
  run.output = { title: output.title ?? null, summary: output.summary, text: output.text ?? null };
  for (const { title, raw_details, ...annotation } of output.annotations)
    run.annotations.push({
      ...annotation,
      ...(title !== undefined && { title }),
      ...(raw_details !== undefined && { raw_details }),
    });
}

function runIn(call: Call): { repository: Repository; run: CheckRun } {
  const repository = repositoryOf(call);
  const run = repository.checkRuns.find(({ id }) => id === numberOf(call, 'check_run_id'));
  if (run === undefined) throw notFound();
  return { repository, run };
}

function read(call: Call): Reply {
  const { repository, run } = runIn(call);
  return { status: 200, body: presentRun(call.world, repository, run) };
}

async function update(call: Call): Promise<Reply> {
  const { repository, run } = runIn(call);
  if (run.app !== appIn(call))
    throw new HttpError(
      403,
      'Invalid app_id `' +
        appIn(call).id +
        '` - check run can only be modified by the GitHub App that created it.',
    );
  const { name, ...fields } = readBody(call, UPDATE);
  const was = run.status;
  if (name !== undefined) run.name = name;
  apply(call, run, fields);
  if (was !== 'completed' && run.status === 'completed')
    emitRun(call.world, repository, run, run.app.bot, 'completed');
  await settleQueues(call.world, repository);
  return { status: 200, body: presentRun(call.world, repository, run) };
}

function annotations(call: Call): Reply {
  const { repository, run } = runIn(call);
  const body = run.annotations.map((annotation) => ({
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    blob_href: `${call.world.apiUrl}/repos/${repository.fullName}/contents/${annotation.path}?ref=${run.headSha}`,
    ...annotation,
  }));
  return { status: 200, body };
}

function rerun(call: Call): Reply {
  const { repository, run } = runIn(call);
  rerequest(call.world, repository, run, authorOf(call.actor));
  return { status: 201, body: {} };
}

function filtered({ query }: Call, runs: readonly CheckRun[]): CheckRun[] {
  const [name, app, status] = [query.get('check_name'), query.get('app_id'), query.get('status')];
  const found = runs.filter(
    (run) =>
      (name ?? run.name) === run.name &&
      (app ?? String(run.app.id)) === String(run.app.id) &&
      (status ?? run.status) === run.status,
  );
  return query.get('filter') === 'all' ? found : latestRuns(found);
}

function presentRuns(call: Call, repository: Repository, runs: readonly CheckRun[]): Reply {
  const found = filtered(call, runs);
  const check_runs = found.toReversed().map((run) => presentRun(call.world, repository, run));
  return { status: 200, body: { total_count: found.length, check_runs } };
}

async function shaOf(call: Call, repository: Repository): Promise<string> {
  const sha = await call.world.git(repository).resolve(call.params['ref'] ?? '');
  if (sha === undefined) throw unprocessable(`No commit found for SHA: ${call.params['ref']}`);
  return sha;
}

async function runsOfRef(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const sha = await shaOf(call, repository);
  return presentRuns(
    call,
    repository,
    repository.checkRuns.filter(({ headSha }) => headSha === sha),
  );
}

async function suitesOfRef(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const sha = await shaOf(call, repository);
  const found = repository.checkSuites.filter(({ headSha }) => headSha === sha);
  const check_suites = found.map((suite) => presentSuite(call.world, repository, suite));
  return { status: 200, body: { total_count: found.length, check_suites } };
}

function createSuite(call: Call): Reply {
  const repository = repositoryOf(call);
  const { head_sha: sha } = readBody(call, z.object({ head_sha: z.string() }));
  const suite = suiteOf(call.world, repository, appIn(call), sha, null);
  return { status: 201, body: presentSuite(call.world, repository, suite) };
}

function suiteIn(call: Call): { repository: Repository; suite: CheckSuite } {
  const repository = repositoryOf(call);
  const suite = repository.checkSuites.find(({ id }) => id === numberOf(call, 'check_suite_id'));
  if (suite === undefined) throw notFound();
  return { repository, suite };
}

function readSuite(call: Call): Reply {
  const { repository, suite } = suiteIn(call);
  return { status: 200, body: presentSuite(call.world, repository, suite) };
}

function runsOfSuite(call: Call): Reply {
  const { repository, suite } = suiteIn(call);
  return presentRuns(
    call,
    repository,
    repository.checkRuns.filter((run) => run.suite === suite),
  );
}

function rerunSuite(call: Call): Reply {
  const { repository, suite } = suiteIn(call);
  const payload = { check_suite: presentSuite(call.world, repository, suite) };
  const sender = authorOf(call.actor);
  call.world.emit({
    name: 'check_suite',
    action: 'rerequested',
    repository,
    sender,
    onlyApp: suite.app,
    payload,
  });
  return { status: 201, body: {} };
}
