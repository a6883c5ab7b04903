import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import type { App } from '../model.ts';
import { type Actor, HttpError } from '../route.ts';
import type { State } from '../state.ts';

/** Who calls. @throws HttpError 401 for credentials that are wrong, or no longer right */
export async function actorOf(state: State, authorization: string | undefined): Promise<Actor> {
  if (authorization === undefined) return { kind: 'anonymous' };
  const token = tokenOf(authorization);
  const account = state.userTokens.get(token);
  if (account !== undefined) return { kind: 'user', account };
  const installed = state.installationTokens.get(token);
  if (installed !== undefined && installed.expiresAt > Date.now() && !installed.installation.suspendedAt) {
    const { installation, permissions, repositories } = installed;
    return { kind: 'installation', installation, account: installation.app.bot, permissions, repositories };
  }
  if (token.split('.').length === 3) return { kind: 'app', app: await appOfJwt(state, token) };
  throw new HttpError(401, 'Bad credentials');
}

/** `Bearer x`, `token x`, or Basic with the token as the password. */
function tokenOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(/ +/);
  if (scheme.toLowerCase() !== 'basic') return value;
  const text = Buffer.from(value, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}

const LONGEST = 600;

/** @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
async function appOfJwt(state: State, token: string): Promise<App> {
  try {
    if (decodeProtectedHeader(token).alg !== 'RS256') throw new Error('algorithm');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      iss?: unknown;
    };
    const app = state.apps.find(({ id, clientId }) => [String(id), clientId].includes(String(claims.iss)));
    if (app === undefined) throw new Error('issuer');
    const { payload } = await jwtVerify(token, await importSPKI(app.publicKey, 'RS256'), {
      clockTolerance: 5,
    });
    const { exp, iat } = payload;
    if (exp === undefined || iat === undefined) throw new Error('claims');
    if (exp - Date.now() / 1000 > LONGEST + 5) throw new TooLong();
    if (iat - Date.now() / 1000 > 5) throw new Error('issued in the future');
    return app;
  } catch (error) {
    if (error instanceof TooLong)
      throw new HttpError(401, "'Expiration time' claim ('exp') is too far in the future");
    throw new HttpError(401, 'A JSON web token could not be decoded');
  }
}

class TooLong extends Error {}
