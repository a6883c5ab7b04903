import { type Call, type Reply, type Route, notFound, repositoryOf } from '../server/route.ts';
import { allAccounts } from '../world/accounts.ts';
import type { Protection, Repository } from '../world/model.ts';
import { presentCommit } from './present-commit.ts';

const READ = { name: 'contents', level: 'read' } as const;

export const branchRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/branches', permission: READ, paged: true, handle: list },
  { method: 'GET', path: '/repos/{owner}/{repo}/branches/{branch}', permission: READ, handle: read },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/branches/{branch}/protection',
    permission: { name: 'administration', level: 'read' },
    handle: readProtection,
  },
];

async function list(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const refs = await call.world.git(repository).refs('refs/heads/');
  const body = refs.map(({ ref, sha }) => {
    const name = ref.replace('refs/heads/', '');
    const url = `${call.world.apiUrl}/repos/${repository.fullName}/commits/${sha}`;
    return { name, commit: { sha, url }, protected: repository.protection.has(name) };
  });
  return { status: 200, body };
}

async function read(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const name = call.params['branch'] ?? '';
  const git = call.world.git(repository);
  const sha = await git.resolve(`refs/heads/${name}`);
  const commit = sha === undefined ? undefined : await git.commit(sha);
  if (commit === undefined) throw notFound();
  const self = `${call.world.apiUrl}/repos/${repository.fullName}/branches/${name}`;
  const protection = repository.protection.get(name);
  const body = {
    name,
    commit: presentCommit(call.world, repository, commit, allAccounts(call.world)),
    _links: { self, html: `${call.world.url}/${repository.fullName}/tree/${name}` },
    protected: protection !== undefined,
    protection: { enabled: protection !== undefined, required_status_checks: brief(protection) },
    protection_url: `${self}/protection`,
  };
  return { status: 200, body };
}

function brief(protection: Protection | undefined) {
  const checks = protection?.requiredChecks ?? [];
  return {
    enforcement_level: checks.length === 0 ? 'off' : 'non_admins',
    contexts: checks.map(({ context }) => context),
    checks: checks.map(({ context, appId }) => ({ context, app_id: appId ?? null })),
  };
}

function readProtection(call: Call): Reply {
  const repository: Repository = repositoryOf(call);
  const name = call.params['branch'] ?? '';
  const protection = repository.protection.get(name);
  if (protection === undefined) throw notFound();
  const url = `${call.world.apiUrl}/repos/${repository.fullName}/branches/${name}/protection`;
  const body = {
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: protection.strict,
      contexts: protection.requiredChecks.map(({ context }) => context),
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: brief(protection).checks,
    },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_pull_request_reviews: {
      url: `${url}/required_pull_request_reviews`,
      dismiss_stale_reviews: protection.dismissStale,
      require_code_owner_reviews: false,
      required_approving_review_count: protection.requiredApprovals,
    },
  };
  return { status: 200, body };
}
