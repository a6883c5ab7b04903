/**
 * Runs where a tool is isolated, as a program of its own, and imports nothing of ours: only this file is there.
 *
 * `helm template --dry-run=server` asks a cluster for its versions and kinds. This program answers on the loopback
 * address with the words of the real cluster, and with nothing else: an object that a template looks up is not there.
 * Helm writes its output into files, since it would check it against the cluster before printing; this program prints
 * the files when Helm is done.
 *
 * Arguments: the file with the documents, Helm, its command, the arguments of that.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Kind {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

interface Resource {
  readonly resource: string;
  readonly responseKind?: Kind;
  readonly scope?: string;
  readonly singularResource?: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly responseKind?: Kind;
    readonly verbs?: readonly string[];
  }[];
}

interface GroupList {
  readonly apiVersion: string;
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly { readonly version: string; readonly resources?: readonly Resource[] }[];
  }[];
}

interface Documents {
  readonly version: unknown;
  readonly core: GroupList;
  readonly groups: GroupList;
}

const [documentsFile = '', helm = '', command = '', ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'made-'));
const answer = answersOf(JSON.parse(readFileSync(documentsFile, 'utf8')) as Documents);
const server = createServer((request, response) => {
  const { status, type = 'application/json', body } = answer(request);
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => runHelm(server));

function runHelm(listening: Server): void {
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = { ...process.env, HELM_KUBEAPISERVER: `http://127.0.0.1:${port}` };
  const all = [command, '--output-dir', folder, ...args];
  const child = spawn(helm, all, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(127);
  });
  child.on('exit', (code, signal) => {
    listening.close();
    listening.closeAllConnections();
    const status = code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
    process.exitCode = status;
    if (status === 0) printFiles();
  });
}

/** Prints the files sorted by path: the order of applying is decided elsewhere. */
function printFiles(): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted())
    process.stdout.write(readFileSync(path));
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: unknown;
}

/**
 * Helm asks by two clients. The discovery client accepts a discovery list, or names a timeout. The client that looks
 * for objects does neither; of an unserved kind it requests a path without one, such as `/api`.
 */
function answersOf({ version, core, groups }: Documents): (request: IncomingMessage) => Answer {
  const kinds = new Map([...resourceLists(core), ...resourceLists(groups)]);
  const lists = new Map([
    ['/api', aggregated(core)],
    ['/apis', aggregated(groups)],
  ]);
  return ({ method, url = '/', headers: { accept = '' } }) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (method !== 'GET') return NOTHING;
    if (pathname === '/version') return { status: 200, body: version };
    const list = accept.includes('APIGroupDiscoveryList') ? lists.get(pathname) : undefined;
    return list ?? (searchParams.has('timeout') ? listOf(pathname, kinds) : undefined) ?? NOTHING;
  };
}

function aggregated(list: GroupList): Answer {
  const version = list.apiVersion.split('/')[1] ?? 'v2';
  const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  return { status: 200, type, body: list };
}

/**
 * The kinds of a version; none for an unserved version: a template that looks for an object finds nothing then, and
 * goes on.
 */
function listOf(path: string, kinds: ReadonlyMap<string, unknown[]>): Answer | undefined {
  const groupVersion = /^\/api\/([^/]+)$|^\/apis\/([^/]+(?:\/[^/]+)?)$/.exec(path);
  const name = groupVersion?.[1] ?? groupVersion?.[2];
  if (name === undefined) return undefined;
  const body = {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: name,
    resources: kinds.get(name) ?? [],
  };
  return { status: 200, body };
}

function resourceLists({ items = [] }: GroupList): [string, unknown[]][] {
  return items.flatMap(({ metadata, versions = [] }) =>
    versions.map(({ version, resources = [] }): [string, unknown[]] => {
      const group = metadata?.name ?? '';
      return [group === '' ? version : `${group}/${version}`, resources.flatMap(resourcesOf)];
    }),
  );
}

function resourcesOf(resource: Resource): unknown[] {
  const { resource: name, scope, singularResource = '', verbs, shortNames, categories } = resource;
  const namespaced = scope === 'Namespaced';
  const own = { name, singularName: singularResource, namespaced, verbs, shortNames, categories };
  const below = (resource.subresources ?? []).map((sub) => ({
    name: `${name}/${sub.subresource}`,
    singularName: '',
    namespaced,
    verbs: sub.verbs,
    ...sub.responseKind,
  }));
  return [{ ...own, ...resource.responseKind }, ...below];
}

/** The API server's answer for an object that does not exist. */
const NOTHING: Answer = {
  status: 404,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
    code: 404,
  },
};
