import type { Acceptance, Unaccepted } from '../../ports/acceptance.ts';
import { asked } from '../refusal.ts';
import type { App } from './app.ts';
import { EVENTS, lackingOf, meaningOf } from './permissions.ts';

/** Permissions that an App asks for later are granted by each installation's owner. */
export function createAcceptance(app: App): Acceptance {
  return {
    unaccepted: () =>
      asked('installations', async () => {
        const octokit = await app.asApp();
        const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 });
        return all.filter(({ suspended_at }) => suspended_at === null).flatMap(unacceptedOf);
      }),
  };
}

interface Installed {
  readonly account: object | null;
  readonly target_type: string;
  readonly permissions: object;
  readonly events: readonly string[];
}

function unacceptedOf({ account, target_type, permissions: granted, events: told }: Installed): Unaccepted[] {
  const lacking = lackingOf(granted as Readonly<Record<string, string>>);
  // A person has no members.
  const permissions = lacking.filter((each) => target_type !== 'User' || !each.startsWith('members:'));
  const events = EVENTS.filter((event) => !told.includes(event));
  if (permissions.length === 0 && events.length === 0) return [];
  const { login = 'a deleted account' } = (account ?? {}) as { readonly login?: string };
  return [{ account: login, permissions, events, means: meaningOf(permissions) }];
}
