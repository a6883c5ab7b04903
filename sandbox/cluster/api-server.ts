import { generateKeyPair } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answers } from './api.ts';
import type { Endpoint } from './kubeconfig.ts';
import { onFreePort } from './port.ts';
import { readyWhen } from './ready.ts';
import type { Site } from './site.ts';
import { tokenFile } from './users.ts';

// One line for each request: without its first stage, which says nothing that the last one does not.
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
};

export const auditLog = (folder: string) => join(folder, 'audit.log');
export const serviceAccountKey = (folder: string) => join(folder, 'service-account.key');
const certificate = (folder: string, part: 'crt' | 'key') =>
  join(folder, 'certificates', `apiserver.${part}`);
export const authorityFile = (folder: string) => join(folder, 'ca.crt');

/** Writes the files that kube-apiserver is started with. */
export async function prepareApiServer(site: Site): Promise<void> {
  await Promise.all([
    writeFile(join(site.folder, 'tokens.csv'), tokenFile(site.identities.all)),
    writeFile(join(site.folder, 'audit-policy.json'), JSON.stringify(AUDIT_POLICY)),
    writeFile(serviceAccountKey(site.folder), await newKey()),
  ]);
}

/** Starts kube-apiserver. Resolves when it says that it is ready. */
export function startApiServer(site: Site, etcd: string): Promise<Endpoint> {
  return onFreePort(async (port) => {
    const apiServer = site.launch('kube-apiserver', site.programs.apiServer, flags(site.folder, etcd, port));
    // Written before it listens, the key last. An open port would not tell who listens there: this does.
    await readyWhen(apiServer, async () => existsSync(certificate(site.folder, 'key')));
    const endpoint = { server: `https://127.0.0.1:${port}`, ca: await writeAuthority(site.folder) };
    const access = { ...endpoint, token: site.identities.of('sandbox').token };
    await readyWhen(apiServer, () => answers(access, '/readyz'));
    await readyWhen(apiServer, () => answers(access, '/api/v1/namespaces/default'));
    return endpoint;
  });
}

/** The API server makes a certificate and the authority for it, and writes both into one file. */
async function writeAuthority(folder: string): Promise<string> {
  const both = await readFile(certificate(folder, 'crt'), 'utf8');
  const authority = both.slice(both.lastIndexOf('-----BEGIN CERTIFICATE-----'));
  await writeFile(authorityFile(folder), authority);
  return authority;
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function flags(folder: string, etcd: string, port: number): string[] {
  return [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountKey(folder)}`,
    `--service-account-signing-key-file=${serviceAccountKey(folder)}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    '--allow-privileged=true',
    `--audit-policy-file=${join(folder, 'audit-policy.json')}`,
    `--audit-log-path=${auditLog(folder)}`,
    // In MiB. Whoever reads it reads on where it ended before: it must not begin anew.
    `--audit-log-maxsize=10000`,
  ];
}
