import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { User } from '@kubernetes/client-node/dist/config_types.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCredentials } from '../../../../src/kubernetes/access/credentials.ts';
import { execUser } from '../../../../src/kubernetes/access/exec-plugin.ts';

const cluster = { name: 'c', server: 'https://one.example', skipTLSVerify: false, caData: 'Y2E=' };
const of = (user: Omit<User, 'name'>) =>
  createCredentials({ context: 'prod', cluster, user: { name: 'u', ...user } }, {});

describe('what a user proves itself with', () => {
  it.each<[string, Omit<User, 'name'>, Record<string, string>]>([
    ['nothing', {}, {}],
    ['a token', { token: 'abc' }, { authorization: 'Bearer abc' }],
    ['a password', { username: 'me', password: 'pw' }, { authorization: 'Basic bWU6cHc=' }],
    [
      'somebody else',
      { token: 'abc', impersonateUser: 'ci' },
      { authorization: 'Bearer abc', 'impersonate-user': 'ci' },
    ],
  ])('%s', async (_what, user, headers) => {
    const credentials = of(user);
    expect(await credentials.current()).toEqual({ headers });
    expect(credentials.renew()).toBe(false);
  });

  it('a certificate of the kubeconfig itself', async () => {
    const { cert, key } = await of({ certData: 'Y2VydA==', keyData: 'a2V5' }).current();
    expect([String(cert), String(key)]).toEqual(['cert', 'key']);
  });

  it('says that Kubernetes dropped a provider', async () => {
    await expect(of({ authProvider: { name: 'gcp' } }).current()).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('a token in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-token-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read without the line break at its end, and again when the server refuses it', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'old\n');
    const credentials = of({ authProvider: { name: 'tokenFile', config: { tokenFile } } });
    expect(await credentials.current()).toEqual({ headers: { authorization: 'Bearer old' } });
    await writeFile(tokenFile, 'new\n');
    expect(credentials.renew()).toBe(true);
    expect(await credentials.current()).toEqual({ headers: { authorization: 'Bearer new' } });
  });
});

describe('a credential plugin', () => {
  const info = (exec: object) => {
    const { env } = execUser({ name: 'u', exec }, cluster, { PATH: '/bin' }).exec as {
      env: { name: string; value: string }[];
    };
    const values = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    return { path: values['PATH'], said: JSON.parse(values['KUBERNETES_EXEC_INFO'] ?? '') as unknown };
  };

  it('is told which version we speak, and that nobody can answer it', () => {
    const apiVersion = 'client.authentication.k8s.io/v1beta1';
    expect(info({ apiVersion, command: 'login' })).toEqual({
      path: '/bin',
      said: { apiVersion, kind: 'ExecCredential', spec: { interactive: false } },
    });
  });

  it('is told about the cluster where it asks for that', () => {
    expect(info({ command: 'login', provideClusterInfo: true }).said).toMatchObject({
      spec: { cluster: { server: 'https://one.example', 'certificate-authority-data': 'Y2E=' } },
    });
  });

  it('keeps the variables that the kubeconfig gives it', () => {
    expect(info({ command: 'login', env: [{ name: 'PATH', value: '/opt' }] }).path).toBe('/opt');
  });
});
