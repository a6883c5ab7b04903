import type { Account, App, Installation, Level, Permissions, Repository, Role } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** Who calls, as the credentials say. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly account: Account }
  /** An App by its JWT: only `/app…` routes. */
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      /** The App's bot account, who is named as the author. */
      readonly account: Account;
      /** What the token was narrowed to. */
      readonly permissions: Permissions;
      /** Full names; undefined: all of the installation. */
      readonly repositories: ReadonlySet<string> | undefined;
    };

export type Body = Readonly<Record<string, unknown>>;

/** One request, after the credentials and the route's permission were checked. */
export interface Call {
  readonly world: World;
  readonly actor: Actor;
  readonly method: string;
  readonly url: URL;
  /** Headers by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Path parameters by OpenAPI name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON object; empty when there was none. */
  readonly body: Body;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON; absent: no body. */
  readonly body?: unknown;
  /** Sent instead of `body`, with its own type: diffs, patches, raw files. */
  readonly text?: { readonly type: string; readonly content: string | Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of GitHub's REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Exactly as OpenAPI writes it: `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly path: string;
  /** What an installation's token needs, and which role a user needs in the repository. Absent: nothing. */
  readonly permission?: { readonly name: string; readonly level: Level };
  /** The reply is one page of the list that it gives whole: `page` and `per_page` are the server's work. */
  readonly paged?: boolean;
  handle(call: Call): Reply | Promise<Reply>;
}

/** A refusal in GitHub's form: `{ message, errors?, documentation_url, status }`. */
export class HttpError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it is explained; the beginning of the documentation unless said. */
  readonly docs: string | undefined;

  constructor(
    status: number,
    message: string,
    options: {
      errors?: readonly unknown[];
      headers?: Readonly<Record<string, string>>;
      docs?: string;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.docs = options.docs;
  }
}

/** @throws HttpError 404 as GitHub does, also for a repository that the caller may not see. */
export function notFound(): HttpError {
  return new HttpError(404, 'Not Found');
}

/** @param errors GitHub's `errors` array: `{ resource, field, code, message? }` */
export function unprocessable(message: string, ...errors: readonly unknown[]): HttpError {
  return new HttpError(422, message, errors.length > 0 ? { errors } : {});
}

/** The account in whose name the caller writes. @throws HttpError 401 for nobody, 403 for an App's JWT. */
export function authorOf(actor: Actor): Account {
  if (actor.kind === 'user' || actor.kind === 'installation') return actor.account;
  throw actor.kind === 'app'
    ? new HttpError(403, 'Resource not accessible by integration')
    : new HttpError(401, 'Requires authentication');
}

/** The App through which the caller writes, for `performed_via_github_app`. */
export function appOf(actor: Actor): App | undefined {
  return actor.kind === 'installation' ? actor.installation.app : undefined;
}

/** The repository that `{owner}/{repo}` of the path names. The server has checked that the caller may see it. */
export function repositoryOf(call: Call): Repository {
  const { owner, repo } = call.params;
  const repository = call.world.repository(`${owner}/${repo}`);
  if (repository === undefined) throw notFound();
  return repository;
}

/** What a person may do in the repository of the path; an App has permissions, and no role. */
export function roleIn(call: Call): Role | undefined {
  return call.actor.kind === 'user' ? call.world.roleOf(call.actor.account, repositoryOf(call)) : undefined;
}
