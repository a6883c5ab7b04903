import type { Repository, Role } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount } from '../world/present-account.ts';
import type { World } from '../world/world.ts';

/** Paths below a repository's URL that GitHub lists in every repository. */
const LINKS = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
};

/** What webhooks of an installation tell of a repository. */
export function presentRepositoryBrief({ id, name, fullName, private: hidden }: Repository) {
  return { id, node_id: nodeId('Repository', id), name, full_name: fullName, private: hidden };
}

/** `minimal-repository`. */
export function presentMinimalRepository(world: World, repository: Repository) {
  const { id, name, fullName, owner, description, parent } = repository;
  const url = `${world.apiUrl}/repos/${fullName}`;
  const links = Object.entries(LINKS).map(([link, path]) => [`${link}_url`, url + path]);
  return {
    id,
    node_id: nodeId('Repository', id),
    name,
    full_name: fullName,
    private: repository.private,
    owner: presentAccount(world, owner),
    html_url: `${world.url}/${fullName}`,
    description: description ?? null,
    fork: parent !== undefined,
    url,
    ...(Object.fromEntries(links) as Record<`${keyof typeof LINKS}_url`, string>),
  };
}

/** `repository`, as webhooks, pull requests and lists carry it. */
export function presentRepository(world: World, repository: Repository) {
  const { fullName } = repository;
  const host = new URL(world.url).host;
  const open = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  return {
    ...presentMinimalRepository(world, repository),
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    clone_url: `${world.url}/${fullName}.git`,
    svn_url: `${world.url}/${fullName}`,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    allow_update_branch: true,
    delete_branch_on_merge: false,
    use_squash_pr_title_as_default: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
    custom_properties: {},
  };
}

const RANK: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** What a role may do, by GitHub's older words. */
export function permissionsOf(role: Role | undefined) {
  const has = (wanted: Role) => role !== undefined && RANK.indexOf(role) >= RANK.indexOf(wanted);
  return {
    admin: has('admin'),
    maintain: has('maintain'),
    push: has('write'),
    triage: has('triage'),
    pull: has('read'),
  };
}

/** `full-repository`. @param role of whoever asks */
export function presentFullRepository(world: World, repository: Repository, role: Role | undefined) {
  const { owner } = repository;
  return {
    ...presentRepository(world, repository),
    permissions: permissionsOf(role),
    temp_clone_token: '',
    network_count: 0,
    subscribers_count: 0,
    ...(owner.type === 'Organization' && { organization: presentAccount(world, owner) }),
  };
}
