import { OpsError } from '../../core/errors.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Log } from '../../log.ts';
import { asked } from '../refusal.ts';
import type { App } from './app.ts';

export interface Installations {
  /** The repositories of every installation that answers. @throws OpsError when GitHub does not list installations */
  repositories(): Promise<readonly RepositoryRef[]>;
}

interface Installation {
  readonly id: number;
  readonly account: string;
}

/** An installation without an answer does not hide the others; it is logged once, until it answers again. */
export function createInstallations(app: App, log: Log): Installations {
  const silent = new Set<number>();
  const ask = async ({ id, account }: Installation): Promise<readonly RepositoryRef[]> => {
    try {
      const found = await asked(`installation of ${account}`, () => repositoriesOf(app, id));
      silent.delete(id);
      return found;
    } catch (error) {
      if (!(error instanceof OpsError)) throw error;
      if (!silent.has(id)) log.warn({ installation: id, account, reason: error.message, next: NEXT }, SILENT);
      silent.add(id);
      return [];
    }
  };
  return {
    async repositories() {
      const found = [];
      for (const each of await activeOnes(app)) found.push(...(await ask(each)));
      return found;
    },
  };
}

const SILENT = 'an installation cannot be asked, and its repositories are not looked at; the others are';
const NEXT =
  "It is asked again every ten minutes. If it stays so, look at it under the App's installations: whether it is suspended, deleted, or its permissions wait to be accepted.";

async function activeOnes(app: App): Promise<readonly Installation[]> {
  return asked('installations', async () => {
    const octokit = await app.asApp();
    const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 });
    return all
      .filter(({ suspended_at }) => suspended_at === null)
      .map(({ id, account }) => ({ id, account: nameOf(account) }));
  });
}

/** An enterprise has a slug instead of a login; a deleted account has neither. */
function nameOf(account: { readonly login: string } | { readonly slug: string } | null): string {
  if (account === null) return 'a deleted account';
  return 'login' in account ? account.login : account.slug;
}

async function repositoriesOf(app: App, installation: number): Promise<RepositoryRef[]> {
  const octokit = await app.asInstallation(installation);
  const repositories = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  });
  return repositories
    .filter(({ archived }) => !archived)
    .map(({ id, full_name }) => ({ installation, id, name: full_name }));
}
