import { OpsError } from '../../core/errors.ts';
import { asked } from '../refusal.ts';
import type { App } from './app.ts';
import { lackingOf } from './permissions.ts';

/** The App's identity at GitHub. */
export interface Identity {
  readonly slug: string;
  /** Permissions in `app.yml` that the App does not have: `checks: write`. */
  readonly lacking: readonly string[];
}

/** Asks GitHub with the App's own credentials. @throws OpsError with the next step */
export async function readIdentity(app: App): Promise<Identity> {
  try {
    const { data } = await asked(`GitHub App ${app.id}`, async () =>
      (await app.asApp()).rest.apps.getAuthenticated(),
    );
    const granted = (data?.permissions ?? {}) as Readonly<Record<string, string>>;
    return { slug: data?.slug ?? '', lacking: lackingOf(granted) };
  } catch (error) {
    throw isRefused(error) ? notAccepted(app.id, error) : error;
  }
}

/** For an unknown App id GitHub answers "not found", for another App's key "unauthorized". */
function isRefused(error: unknown): error is OpsError {
  return error instanceof OpsError && (error.code === 'unauthorized' || error.code === 'not-found');
}

function notAccepted(id: number, cause: OpsError): OpsError {
  return new OpsError({
    code: 'unauthorized',
    subject: `GitHub App ${id}`,
    message:
      'GitHub does not accept its id and private key. Take the App ID from the page of the App, generate a private key ' +
      'there, and set PLUMBLINE_APP_ID and PLUMBLINE_PRIVATE_KEY_FILE to them; of GitHub Enterprise Server set ' +
      'PLUMBLINE_GITHUB_API_URL as well.',
    cause,
  });
}
