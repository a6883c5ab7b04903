import { z } from 'zod';
import { presentApp } from '../apps/present.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  appOf,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { Deployment, DeploymentStatus, EnvironmentRecord, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount } from '../world/present-account.ts';

const READ = { name: 'deployments', level: 'read' } as const;
const WRITE = { name: 'deployments', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}';
const ALL = `${BASE}/deployments`;
const ONE = `${ALL}/{deployment_id}`;

export const deploymentRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, permission: READ, paged: true, handle: list },
  { method: 'POST', path: ALL, permission: WRITE, handle: create },
  { method: 'GET', path: ONE, permission: READ, handle: read },
  { method: 'DELETE', path: ONE, permission: WRITE, handle: remove },
  { method: 'GET', path: `${ONE}/statuses`, permission: READ, paged: true, handle: listStatuses },
  { method: 'POST', path: `${ONE}/statuses`, permission: WRITE, handle: createStatus },
  {
    method: 'GET',
    path: `${BASE}/environments`,
    permission: { name: 'actions', level: 'read' },
    paged: true,
    handle: listEnvironments,
  },
  {
    method: 'GET',
    path: `${BASE}/environments/{environment_name}`,
    permission: { name: 'actions', level: 'read' },
    handle: readEnvironment,
  },
];

function present({ world }: Call, { fullName }: Repository, deployment: Deployment) {
  const { id, sha, ref, task, environment, description, payload, creator, app } = deployment;
  const repository_url = `${world.apiUrl}/repos/${fullName}`;
  const url = `${repository_url}/deployments/${id}`;
  return {
    url,
    id,
    node_id: nodeId('Deployment', id),
    sha,
    ref,
    task,
    payload,
    description,
    environment,
    repository_url,
    original_environment: environment,
    creator: presentAccount(world, creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: app === undefined ? null : presentApp(world, app),
  };
}

function presentStatus(
  { world }: Call,
  { fullName }: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const { id, state, creator, description, environment, logUrl, environmentUrl, createdAt } = status;
  const repository_url = `${world.apiUrl}/repos/${fullName}`;
  const deployment_url = `${repository_url}/deployments/${deployment.id}`;
  return {
    url: `${deployment_url}/statuses/${id}`,
    id,
    node_id: nodeId('DeploymentStatus', id),
    state,
    description,
    environment,
    deployment_url,
    repository_url,
    creator: presentAccount(world, creator),
    target_url: logUrl === '' ? deployment_url : logUrl,
    created_at: createdAt,
    updated_at: createdAt,
    ...(environmentUrl !== '' && { environment_url: environmentUrl }),
    log_url: logUrl === '' ? deployment_url : logUrl,
    performed_via_github_app: deployment.app === undefined ? null : presentApp(world, deployment.app),
  };
}

function list(call: Call): Reply {
  const repository = repositoryOf(call);
  const wanted = (['sha', 'ref', 'task', 'environment'] as const).map(
    (key) => [key, call.query.get(key)] as const,
  );
  const found = repository.deployments.filter((each) =>
    wanted.every(([key, value]) => value === null || each[key] === value),
  );
  return { status: 200, body: found.toReversed().map((each) => present(call, repository, each)) };
}

const CREATE = z.object({
  ref: z.string(),
  task: z.string().default('deploy'),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().default('production'),
  description: z.string().nullable().optional(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});

async function create(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const { world } = call;
  const wanted = readBody(call, CREATE);
  const sha = await world.git(repository).resolve(wanted.ref);
  if (sha === undefined) throw unprocessable(`No ref found for: ${wanted.ref}`);
  if (wanted.required_contexts === undefined || wanted.required_contexts.length > 0)
    checkContexts(repository, sha, wanted.required_contexts);
  const app = appOf(call.actor);
  const { ref, task, environment, payload } = wanted;
  const deployment: Deployment = {
    id: world.nextId(),
    sha,
    ref,
    task,
    environment,
    payload,
    description: wanted.description ?? null,
    transient: wanted.transient_environment,
    production: wanted.production_environment ?? environment === 'production',
    creator: authorOf(call.actor),
    ...(app !== undefined && { app }),
    createdAt: world.now(),
    updatedAt: world.now(),
    statuses: [],
  };
  repository.deployments.push(deployment);
  touchEnvironment(call, repository, environment);
  const presented = present(call, repository, deployment);
  emitDeployment(call, repository, 'deployment', {
    deployment: presented,
    workflow: null,
    workflow_run: null,
  });
  return { status: 201, body: presented };
}

/** Unless told otherwise GitHub deploys only what all checks of the commit passed. */
function checkContexts(
  { checkRuns }: Repository,
  sha: string,
  contexts: readonly string[] | undefined,
): void {
  const runs = checkRuns.filter((run) => run.headSha === sha && (contexts?.includes(run.name) ?? true));
  if (runs.some(({ conclusion }) => conclusion !== 'success'))
    throw new HttpError(409, 'Conflict: Commit status checks failed for ' + sha);
}

function touchEnvironment({ world }: Call, repository: Repository, name: string): void {
  const known = repository.environments.get(name);
  if (known !== undefined) known.updatedAt = world.now();
  else
    repository.environments.set(name, {
      id: world.nextId(),
      name,
      createdAt: world.now(),
      updatedAt: world.now(),
    });
}

function emitDeployment(
  { world, actor }: Call,
  repository: Repository,
  name: string,
  payload: Record<string, unknown>,
): void {
  world.emit({ name, action: 'created', repository, sender: authorOf(actor), payload });
}

function deploymentIn(call: Call): { repository: Repository; deployment: Deployment } {
  const repository = repositoryOf(call);
  const deployment = repository.deployments.find(({ id }) => id === numberOf(call, 'deployment_id'));
  if (deployment === undefined) throw notFound();
  return { repository, deployment };
}

function read(call: Call): Reply {
  const { repository, deployment } = deploymentIn(call);
  return { status: 200, body: present(call, repository, deployment) };
}

function remove(call: Call): Reply {
  const { repository, deployment } = deploymentIn(call);
  const state = deployment.statuses.at(-1)?.state;
  if (state !== undefined && state !== 'inactive' && repository.deployments.length > 1)
    throw unprocessable(
      'We cannot delete an active deployment unless it is the only deployment in a given environment.',
    );
  repository.deployments.splice(repository.deployments.indexOf(deployment), 1);
  return { status: 204 };
}

function listStatuses(call: Call): Reply {
  const { repository, deployment } = deploymentIn(call);
  return {
    status: 200,
    body: deployment.statuses.toReversed().map((each) => presentStatus(call, repository, deployment, each)),
  };
}

const STATUS = z.object({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description: z.string().max(140).default(''),
  environment: z.string().optional(),
  environment_url: z.string().default(''),
  log_url: z.string().default(''),
  auto_inactive: z.boolean().default(true),
});

function createStatus(call: Call): Reply {
  const { repository, deployment } = deploymentIn(call);
  const wanted = readBody(call, STATUS);
  const status = statusOf(call, deployment, wanted);
  deployment.statuses.push(status);
  deployment.updatedAt = call.world.now();
  if (wanted.state === 'success' && wanted.auto_inactive) deactivateOthers(call, repository, deployment);
  const presented = presentStatus(call, repository, deployment, status);
  const payload = {
    deployment_status: presented,
    deployment: present(call, repository, deployment),
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  emitDeployment(call, repository, 'deployment_status', payload);
  return { status: 201, body: presented };
}

function statusOf(
  { world, actor }: Call,
  deployment: Deployment,
  wanted: z.infer<typeof STATUS>,
): DeploymentStatus {
  return {
    id: world.nextId(),
    state: wanted.state,
    creator: authorOf(actor),
    description: wanted.description,
    environment: wanted.environment ?? deployment.environment,
    logUrl: wanted.log_url,
    environmentUrl: wanted.environment_url,
    createdAt: world.now(),
  };
}

/** What ran in the environment before does not any more. */
function deactivateOthers(call: Call, { deployments }: Repository, current: Deployment): void {
  for (const other of deployments) {
    const last = other.statuses.at(-1);
    if (
      other === current ||
      other.transient ||
      other.environment !== current.environment ||
      last?.state !== 'success'
    )
      continue;
    other.statuses.push({ ...last, id: call.world.nextId(), state: 'inactive', createdAt: call.world.now() });
  }
}

function presentEnvironment({ world }: Call, { fullName }: Repository, environment: EnvironmentRecord) {
  const { id, name, createdAt, updatedAt } = environment;
  const encoded = encodeURIComponent(name);
  return {
    id,
    node_id: nodeId('Environment', id),
    name,
    url: `${world.apiUrl}/repos/${fullName}/environments/${encoded}`,
    html_url: `${world.url}/${fullName}/deployments/activity_log?environments_filter=${encoded}`,
    created_at: createdAt,
    updated_at: updatedAt,
    protection_rules: [],
    deployment_branch_policy: null,
  };
}

function listEnvironments(call: Call): Reply {
  const repository = repositoryOf(call);
  const environments = [...repository.environments.values()].map((each) =>
    presentEnvironment(call, repository, each),
  );
  return { status: 200, body: { total_count: environments.length, environments } };
}

function readEnvironment(call: Call): Reply {
  const repository = repositoryOf(call);
  const environment = repository.environments.get(call.params['environment_name'] ?? '');
  if (environment === undefined) throw notFound();
  return { status: 200, body: presentEnvironment(call, repository, environment) };
}
