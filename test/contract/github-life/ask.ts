import type { Answer, Site } from '../../integration/sandbox-github/site.ts';

export const SHOP = '/repos/acme/shop';

/** Asks the API as somebody. @throws when it is refused */
export type Ask = (
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer['body']>;

/** Everybody who asks for something in the life of a repository. */
export interface Cast {
  readonly site: Site;
  /** Owns what there is. */
  readonly ada: Ask;
  /** May write. */
  readonly grace: Ask;
  /** The App's installation. */
  readonly app: Ask;
  /** The App itself. */
  readonly jwt: Ask;
}

export async function castOf(site: Site): Promise<Cast> {
  const as =
    (token: string): Ask =>
    async (request, body, headers) => {
      const answer = await site.api(token, request, body, headers);
      if (answer.status >= 400)
        throw new Error(`${request}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
  return {
    site,
    ada: as(site.tokens.ada),
    grace: as(site.tokens.grace),
    app: as(await site.installationToken()),
    jwt: as(await site.jwt()),
  };
}
