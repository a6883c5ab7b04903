import { type JWTPayload, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import type { Clock } from '../world/clock.ts';
import type { App } from '../world/model.ts';
import type { State } from '../world/state.ts';
import { type Actor, HttpError } from './route.ts';

/** Who calls. @throws HttpError 401 for credentials that are wrong, or no longer right */
export async function actorOf(state: State, clock: Clock, authorization: string | undefined): Promise<Actor> {
  if (authorization === undefined) return { kind: 'anonymous' };
  const token = tokenOf(authorization);
  const account = state.userTokens.get(token);
  if (account !== undefined) return { kind: 'user', account };
  const installed = state.installationTokens.get(token);
  if (installed !== undefined && installed.expiresAt > clock.now() && !installed.installation.suspendedAt) {
    const { installation, permissions, repositories } = installed;
    return { kind: 'installation', installation, account: installation.app.bot, permissions, repositories };
  }
  if (token.split('.').length === 3) return { kind: 'app', app: await appOfJwt(state, clock, token) };
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
async function appOfJwt(state: State, clock: Clock, token: string): Promise<App> {
  try {
    if (decodeProtectedHeader(token).alg !== 'RS256') throw new Error('algorithm');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      iss?: unknown;
    };
    const app = state.apps.find(({ id, clientId }) => [String(id), clientId].includes(String(claims.iss)));
    if (app === undefined) throw new Error('issuer');
    // The times are looked at below, for each has words of its own.
    const { payload } = await jwtVerify(token, await importSPKI(app.publicKey, 'RS256'), {
      clockTolerance: Number.MAX_SAFE_INTEGER,
    });
    checkTimes(payload, clock.now() / 1000);
    return app;
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(401, 'A JSON web token could not be decoded');
  }
}

/** Clients that hear these words set their clock by the answer's `Date`, and try again. */
function checkTimes({ exp, iat }: JWTPayload, now: number): void {
  if (exp === undefined || now - exp > 5)
    throw new HttpError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp - now > LONGEST + 5)
    throw new HttpError(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat === undefined || iat - now > 5)
    throw new HttpError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
}
