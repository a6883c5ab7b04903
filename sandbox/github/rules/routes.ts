import { numberOf } from '../server/read-body.ts';
import { type Call, type Reply, type Route, notFound, repositoryOf } from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { rulesFor } from './applying.ts';
import type { Rule, Ruleset } from './model.ts';

const READ = { name: 'metadata', level: 'read' } as const;
const BASE = '/repos/{owner}/{repo}';

export const rulesetRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/rules/branches/{branch}`, permission: READ, paged: true, handle: ofBranch },
  { method: 'GET', path: `${BASE}/rulesets`, permission: READ, paged: true, handle: list },
  { method: 'GET', path: `${BASE}/rulesets/{ruleset_id}`, permission: READ, handle: read },
];

function ofBranch(call: Call): Reply {
  const repository = repositoryOf(call);
  const found = rulesFor(repository, `refs/heads/${call.params['branch']}`);
  const body = found.map(({ rule, ruleset }) => ({
    ...presentRule(rule),
    ruleset_source_type: 'Repository',
    ruleset_source: repository.fullName,
    ruleset_id: ruleset.id,
  }));
  return { status: 200, body };
}

/** With the parameters that GitHub always tells. */
function presentRule(rule: Rule): object {
  if (rule.type !== 'pull_request') return rule;
  const usual = {
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
    allowed_merge_methods: ['merge', 'squash', 'rebase'],
  };
  return { ...rule, parameters: { ...usual, ...rule.parameters } };
}

function present({ world }: Call, { fullName, createdAt }: Repository, ruleset: Ruleset) {
  const { id, name, enforcement } = ruleset;
  const self = `${world.apiUrl}/repos/${fullName}/rulesets/${id}`;
  return {
    id,
    name,
    target: 'branch',
    source_type: 'Repository',
    source: fullName,
    enforcement,
    node_id: nodeId('RepositoryRuleset', id),
    _links: { self: { href: self }, html: { href: `${world.url}/${fullName}/rules/${id}` } },
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function list(call: Call): Reply {
  const repository = repositoryOf(call);
  return { status: 200, body: repository.rulesets.map((each) => present(call, repository, each)) };
}

function read(call: Call): Reply {
  const repository = repositoryOf(call);
  const ruleset = repository.rulesets.find(({ id }) => id === numberOf(call, 'ruleset_id'));
  if (ruleset === undefined) throw notFound();
  const { include, exclude, rules } = ruleset;
  const conditions = { ref_name: { include: [...include], exclude: [...exclude] } };
  return {
    status: 200,
    body: { ...present(call, repository, ruleset), conditions, rules: rules.map(presentRule) },
  };
}
