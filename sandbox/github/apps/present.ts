import type { App, Installation } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount } from '../world/present-account.ts';
import type { World } from '../world/world.ts';

/** `integration`. */
export function presentApp(world: World, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('Integration', app.id),
    client_id: app.clientId,
    owner: presentAccount(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

/** `installation`. */
export function presentInstallation(world: World, installation: Installation) {
  const { id, app, account, selection, permissions, createdAt, suspendedAt, suspendedBy } = installation;
  return {
    id,
    account: presentAccount(world, account),
    repository_selection: selection,
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...permissions },
    events: [...installation.events],
    created_at: createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspendedBy === undefined ? null : presentAccount(world, suspendedBy),
    suspended_at: suspendedAt ?? null,
  };
}
