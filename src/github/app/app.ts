import { request } from '@octokit/request';
import Bottleneck from 'bottleneck';
import { Probot, ProbotOctokit } from 'probot';
import type { Log } from '../../log.ts';
import { revalidating } from './revalidate.ts';

export type Octokit = Awaited<ReturnType<Probot['auth']>>;

export interface AppOptions {
  readonly id: number;
  /** PEM. */
  readonly privateKey: string;
  readonly secret: string;
  /** `https://api.github.com`, or `https://<host>/api/v3`. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Called for each answer, with its status; 0 when none came. */
  readonly answered: (status: number) => void;
}

/** The GitHub App and its clients. */
export interface App {
  readonly id: number;
  readonly apiUrl: string;
  readonly probot: Probot;
  /** A client in the name of the App itself: only `/app…`. */
  asApp(): Promise<Octokit>;
  /** A client in the name of an installation. One for each, so that its pace and token are shared. */
  asInstallation(id: number): Promise<Octokit>;
}

export function createApp(options: AppOptions): App {
  const probot = new Probot({
    appId: options.id,
    privateKey: options.privateKey,
    secret: options.secret,
    baseUrl: options.apiUrl,
    // Probot's debug lines hold whole payloads and bodies: only warnings and errors are logged.
    log: options.log.child({}, { level: 'warn' }),
    Octokit: octokitFor(options),
  });
  const clients = new Map<number, Promise<Octokit>>();
  return {
    id: options.id,
    apiUrl: options.apiUrl,
    probot,
    asApp: () => probot.auth(),
    asInstallation(id) {
      const known = clients.get(id) ?? probot.auth(id).then(withoutRepetition);
      clients.set(id, known);
      return known;
    },
  };
}

/** A `POST` is not retried: where only the answer was lost, a second request would create a second object. */
function withoutRepetition(octokit: Octokit): Octokit {
  octokit.hook.before('request', ({ method, request: how }) => {
    if (method === 'POST' && how !== undefined) how['retries'] = 0;
  });
  return octokit;
}

const DOT_COM = 'https://api.github.com';

/** The job queue retries failures; the client retries only where GitHub limits the rate. */
function octokitFor({ apiUrl, answered }: AppOptions): typeof ProbotOctokit {
  const dotCom = apiUrl === DOT_COM;
  const again = (_after: number, _options: unknown, _octokit: unknown, count: number) => count < 3;
  const pace = dotCom ? {} : paceOfServer();
  // Only the function form reaches the throttling; without `auth.request` the token's client would go to github.com.
  return ProbotOctokit.defaults((given: { auth?: object }) => ({
    ...given,
    auth: { ...given.auth, request: request.defaults({ baseUrl: apiUrl }) },
    throttle: { ...pace, onRateLimit: again, onSecondaryRateLimit: again },
    request: { fetch: revalidating(counted(answered)) },
  }));
}

/** GitHub Enterprise Server has no secondary limits unless its owner turns them on: one write at a time is enough. */
function paceOfServer(): object {
  const group = (id: string) => new Bottleneck.Group({ id, maxConcurrent: 1, minTime: 0 });
  return { write: group('write'), notifications: group('notifications') };
}

function counted(answered: (status: number) => void): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, init);
      answered(response.status);
      return response;
    } catch (error) {
      answered(0);
      throw error;
    }
  };
}
