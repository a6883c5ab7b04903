import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inClusterAccess } from '../../../../src/kubernetes/access/in-cluster.ts';
import { readAccess } from '../../../../src/kubernetes/access/kubeconfig.ts';
import { connect } from '../../../../src/kubernetes/connect.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-kubeconfig-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const config = (context: string, server = 'https://one.example', user = 'token: abc') => `
apiVersion: v1
kind: Config
clusters: [{ name: ${context}, cluster: { server: "${server}", certificate-authority: ca.crt } }]
contexts: [{ name: ${context}, context: { cluster: ${context}, user: ${context} } }]
users: [{ name: ${context}, user: { ${user} } }]
`;

describe('finding a context', () => {
  it('reads the file that is named, and no other', async () => {
    const kubeconfig = await file('named', config('prod'));
    const env = { KUBECONFIG: await file('other', config('prod', 'https://two.example')) };
    const { cluster } = await readAccess({ context: 'prod', kubeconfig, env });
    expect(cluster.server).toBe('https://one.example');
  });

  it('reads the files of KUBECONFIG together: the first entry of a name counts, a missing file does not', async () => {
    const first = await file('first', config('prod'));
    const second = await file('second', config('prod', 'https://two.example'));
    const third = await file('third', config('test', 'https://three.example'));
    const env = { KUBECONFIG: [join(folder, 'absent'), first, second, third].join(delimiter) };
    expect((await readAccess({ context: 'prod', env })).cluster.server).toBe('https://one.example');
    expect((await readAccess({ context: 'test', env })).cluster.server).toBe('https://three.example');
  });

  it('reads the file in the home folder otherwise', async () => {
    await mkdir(join(folder, '.kube'));
    await file('.kube/config', config('home'));
    expect((await readAccess({ context: 'home', env: { HOME: folder } })).context).toBe('home');
  });

  it('starts relative paths at the folder of their file', async () => {
    const kubeconfig = await file(
      'config',
      config('prod', undefined, 'tokenFile: token, exec: { command: ./login }'),
    );
    const { cluster, user } = await readAccess({ context: 'prod', kubeconfig, env: {} });
    expect(cluster.caFile).toBe(join(folder, 'ca.crt'));
    expect(user?.authProvider).toEqual({ name: 'tokenFile', config: { tokenFile: join(folder, 'token') } });
    expect(user?.exec).toEqual({ command: join(folder, 'login') });
  });
});

describe('what is wrong with a kubeconfig', () => {
  it('names the contexts that there are', async () => {
    const kubeconfig = await file('config', config('test'));
    await expect(readAccess({ context: 'prod-eu', kubeconfig, env: {} })).rejects.toMatchObject({
      code: 'not-found',
      message: `context "prod-eu": not in the kubeconfig (${kubeconfig}). Known contexts: test.`,
    });
  });

  it('says where it was looked for', async () => {
    await expect(readAccess({ context: 'prod', env: { HOME: folder } })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(`there is no kubeconfig (looked at ${folder}/.kube/config)`) as string,
    });
    await expect(readAccess({ context: 'prod', env: {} })).rejects.toThrow('KUBECONFIG and HOME are not set');
  });

  it.each([
    ['broken YAML', 'users: [{ name: u, user: { token: s3cret } }\n  x'],
    ['a list', '- s3cret'],
    ['an entry without a server', 'clusters: [{ name: s3cret, cluster: {} }]'],
  ])('names a file that is %s, and shows nothing of it', async (_what, text) => {
    const kubeconfig = await file('config', text);
    const error = await readAccess({ context: 'prod', kubeconfig, env: {} }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'invalid-config',
      message: expect.stringContaining(kubeconfig) as string,
    });
    expect(String((error as Error).stack)).not.toContain('s3cret');
  });

  it('names an entry that its context misses', async () => {
    const text = config('prod').replace('user: prod', 'user: nobody');
    await expect(
      readAccess({ context: 'prod', kubeconfig: await file('config', text), env: {} }),
    ).rejects.toThrow('context "prod": its user "nobody" is not in the kubeconfig');
  });

  it('names a folder in its place', async () => {
    await expect(readAccess({ context: 'prod', kubeconfig: folder, env: {} })).rejects.toMatchObject({
      code: 'invalid-config',
      message: `${folder}: the kubeconfig cannot be read (EISDIR). Correct its permissions, or name another file.`,
    });
  });

  it('refuses a server that is no address', async () => {
    const kubeconfig = await file('config', config('prod', 'ftp://me:s3cret@host'));
    const error = await connect({ context: 'prod', kubeconfig, env: {} }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid-config' });
    expect(String(error)).not.toContain('s3cret');
  });

  it('says when the certificate that it names is not there', async () => {
    const client = await connect({
      context: 'prod',
      kubeconfig: await file('config', config('prod')),
      env: {},
    });
    await expect(client.get('/version')).rejects.toThrow(
      `context "prod": ${folder}/ca.crt, which its kubeconfig names, cannot be read (ENOENT)`,
    );
    await client.close();
  });
});

describe('the cluster around this program', () => {
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

  it('is reached as the account of the pod', () => {
    expect(inClusterAccess(env)).toMatchObject({
      context: 'in-cluster',
      cluster: { server: 'https://[fd00::1]:443', skipTLSVerify: false },
    });
    expect(inClusterAccess({})).toBeUndefined();
  });

  it('is connected to where there is no kubeconfig', async () => {
    const client = await connect({ context: 'in-cluster', env: { ...env, HOME: folder } });
    expect(client).toMatchObject({ context: 'in-cluster', server: 'https://[fd00::1]' });
    await client.close();
  });
});

it('a token file that is not there is named', async () => {
  const kubeconfig = await file(
    'config',
    config('prod', undefined, 'tokenFile: token').replace('ca.crt', '""'),
  );
  const client = await connect({ context: 'prod', kubeconfig, env: {} });
  await expect(client.get('/version')).rejects.toMatchObject({
    code: 'unauthorized',
    message: expect.stringContaining(`${folder}/token, which gives the credentials, is not there`) as string,
  });
  await client.close();
});
