import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'undici';
import { parseAllDocuments } from 'yaml';
import { bufferedRequest } from '../src/kubernetes/transport/buffered-request.ts';
import { type Access, readAccess } from './access.ts';
import type { Manifest } from './manifests/metadata.ts';

/**
 * The ceiling of every tool that sends a request for each object: nothing but the requests. Run as a program:
 * `bare.ts dry-run|apply KUBECONFIG FOLDER MANAGER`. Prints one line of JSON.
 */
const AT_ONCE = 16;

const PLURALS: Readonly<Record<string, string>> = {
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
};

function pathOf({ apiVersion, kind, metadata }: Manifest, query: string): string {
  const { name, namespace } = metadata;
  const group = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  return `/${group}/namespaces/${namespace}/${plural}/${name}?${query}`;
}

async function readObjects(folder: string): Promise<Manifest[]> {
  const files = (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(files)).flatMap((text) =>
    parseAllDocuments(text).map((document) => document.toJS() as Manifest),
  );
}

async function sendAll({ server, ca, token }: Access, requests: readonly { path: string; body: string }[]) {
  const pool = new Pool(server, { connections: AT_ONCE, connect: { ca, allowH2: false } });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/apply-patch+yaml' };
  const left = requests.values();
  const lane = async () => {
    for (const { path, body } of left) {
      const options = { origin: server, method: 'PATCH', path, headers, body } as const;
      const { status, text } = await bufferedRequest(pool, options, { timeout: 60_000, signal: undefined });
      if (status >= 300) throw new Error(`bench: PATCH ${path}: ${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await pool.close();
}

const [command = '', kubeconfig = '', folder = '', manager = ''] = process.argv.slice(2);
// As Plumbline: the server reads each body once.
const query = `fieldManager=${manager}&force=true&fieldValidation=Ignore${command === 'dry-run' ? '&dryRun=All' : ''}`;
const objects = await readObjects(folder);
const requests = objects.map((object) => ({ path: pathOf(object, query), body: JSON.stringify(object) }));
const begun = performance.now();
await sendAll(readAccess(kubeconfig), requests);
process.stdout.write(
  `${JSON.stringify({ milliseconds: performance.now() - begun, objects: objects.length })}\n`,
);
