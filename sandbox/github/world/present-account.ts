import type { Account } from './model.ts';
import { nodeId } from './node-id.ts';
import type { World } from './world.ts';

/** Who stands where somebody was whose account is deleted, and GitHub names somebody all the same. */
const GHOST: Account = { id: 10_137, login: 'ghost', type: 'User' };

/** `nullable-simple-user`: nobody, where the account was deleted. */
export function presentUser(world: World, account: Account) {
  return account.deleted === true ? null : presentAccount(world, account);
}

/** `simple-user`. */
export function presentAccount({ url: site, apiUrl }: World, account: Account) {
  const { id, login, type } = account.deleted === true ? GHOST : account;
  const url = `${apiUrl}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${site}/_avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${site}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `organization-simple`, as webhooks of an organization's repositories carry it. */
export function presentOrganization({ url: site, apiUrl }: World, { id, login }: Account) {
  const url = `${apiUrl}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('Organization', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${site}/_avatars/${id}`,
    description: null,
  };
}
