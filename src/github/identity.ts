import { OpsError } from '../core/errors.ts';
import type { App } from './app.ts';
import { lackingOf } from './permissions.ts';
import { asked } from './refusal.ts';

/** Who GitHub says that we are. */
export interface Identity {
  readonly slug: string;
  /** What `app.yml` asks for and the App does not have: `checks: write`. */
  readonly lacking: readonly string[];
}

/** Asks GitHub by the App's own credentials. @throws OpsError that says what to put right */
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

/** GitHub says of an id that is nobody's that it is not there, and of a key that is another's that it is not allowed. */
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
