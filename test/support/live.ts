import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject, onTestFinished } from 'vitest';
import { type Change, describeChange } from '../../src/core/change/change.ts';
import { type JsonObject, type Tree, parseJson, printJson } from '../../src/core/json/json.ts';
import { describePath } from '../../src/core/json/pointer.ts';
import { shown } from '../../src/core/json/shown.ts';
import type { Plan, TargetPlan } from '../../src/core/plan/plan.ts';
import type { SyncReport } from '../../src/core/sync/outcome.ts';
import { sync } from '../../src/flows/deploy/sync.ts';
import { planTarget } from '../../src/flows/plan-target.ts';
import { createFolderSource } from '../../src/git/source/folder-source.ts';
import type { KubernetesTarget } from '../../src/kubernetes/config/target.ts';
import { connect } from '../../src/kubernetes/connect.ts';
import { createKubernetesEngine } from '../../src/kubernetes/engine.ts';
import type { KubernetesPayload } from '../../src/kubernetes/plan/payload.ts';
import { createRenderer } from '../../src/kubernetes/render/choose.ts';
import { createLog } from '../../src/log.ts';
import type { ApplyResult, Engine, Observer, Prepared } from '../../src/ports/engine.ts';
import { clock } from '../../src/wire/clock.ts';
import { changedKubeconfig } from '../integration/kubernetes/connections.ts';
import { type Settings, targetIn } from './targets.ts';
import { folderWith } from './temp-folder.ts';

/** Files by path, the text of the only one, or a folder. */
export type Manifests = Readonly<Record<string, string>> | string | URL;

/** The engine on the real cluster, with a namespace that is the test's own. */
export interface Live {
  readonly namespace: string;
  readonly engine: Engine<KubernetesTarget, KubernetesPayload>;
  readonly plan: (manifests: Manifests, target?: Settings) => Promise<Plan>;
  /** `whole`: the target is just what is given, without the test's defaults. */
  readonly tryPlan: (
    manifests: Manifests,
    target?: Settings,
    options?: { whole: boolean },
  ) => Promise<TargetPlan>;
  /** A plan with what its engine keeps to itself. */
  readonly predict: (manifests: Manifests, target?: Settings) => Promise<Prepared<KubernetesPayload>>;
  /** Plans, approves what was planned (or another fingerprint), applies. */
  /** Applies it, and is told of each event. */
  readonly apply: (
    prepared: Prepared<KubernetesPayload>,
    observe: Observer,
    signal: AbortSignal,
  ) => Promise<ApplyResult>;
  readonly sync: (
    manifests: Manifests,
    target?: Settings,
    approved?: string,
    /** In milliseconds. */
    timeout?: number,
  ) => Promise<SyncReport>;
  /** Runs the real kubectl in the namespace. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  readonly get: (resource: string) => Promise<JsonObject>;
  /** The requests of the engine since the last call: `PATCH /api/v1/…?dryRun=All`. */
  readonly requests: () => string[];
}

const run = promisify(execFile);

export interface LiveOptions {
  /** Plan as a user who may do only this in the namespace (verbs by resource), and read inventories. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  /** Plan as a ServiceAccount of the namespace, which may do everything. */
  readonly as?: string;
  /** Another cluster than the one that all tests share. */
  readonly on?: { readonly kubeconfig: string; readonly context: string; readonly kubectl: string };
}

export async function live({ grants, as, on }: LiveOptions = {}): Promise<Live> {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const kubeconfig = on?.kubeconfig ?? inject('kubeconfig');
  const anywhere = async (args: readonly string[], input?: string) => {
    const call = run(on?.kubectl ?? inject('kubectl'), ['--kubeconfig', kubeconfig, ...args]);
    // kubectl may end without reading its input; what it says about that is its exit code.
    call.child.stdin?.on('error', () => undefined).end(input);
    return (await call).stdout;
  };
  const kubectl: Live['kubectl'] = (args, input) => anywhere(['--namespace', namespace, ...args], input);
  await kubectl(['create', 'namespace', namespace]);
  onTestFinished(async () => {
    await kubectl(['delete', 'namespace', namespace, '--wait=false']);
    await kubectl([
      'delete',
      'configmap',
      '--namespace',
      'plumbline-system',
      namespace,
      '--ignore-not-found',
    ]);
  });
  if (grants !== undefined) await anywhere(['apply', '-f', '-'], grantsOf(namespace, grants));
  const context = on?.context ?? (grants === undefined ? inject('context') : inject('readerContext'));
  const credentials = as === undefined ? kubeconfig : await accountKubeconfig(namespace, as, anywhere);
  const asked: string[] = [];
  const log = { debug: (request: object) => void asked.push(describeRequest(request)) };
  const client = await connect({ context, kubeconfig: credentials, env: process.env, log });
  onTestFinished(() => client.close());
  const kubernetes = createKubernetesEngine({
    connect: async () => client,
    renderer: createRenderer({
      path: process.env['PATH'] ?? '',
      kubectl: inject('kubectl'),
      helm: inject('helm'),
    }),
    key: 'a key that only this test has, of 32+',
    clock,
    log: createLog('silent'),
    version: '0.0.0-test',
  });
  const engines = { kubernetes };
  const requestOf = (manifests: Manifests, changes: Settings = {}, whole = false) => ({
    target: whole ? (changes as KubernetesTarget) : targetIn(namespace, changes),
    source: createFolderSource(folderOf(manifests), { repository: 'test' }),
  });
  const tryPlan: Live['tryPlan'] = async (manifests, changes, options) => {
    const { target, source } = requestOf(manifests, changes, options?.whole);
    return planTarget(engines, target, { source, purpose: 'preview' });
  };
  const session = kubernetes.open(targetIn(namespace));
  const plan: Live['plan'] = async (manifests, target) => {
    const answer = await tryPlan(manifests, target);
    if (answer.status === 'failed') throw new Error(answer.message);
    return answer.plan;
  };
  return {
    namespace,
    engine: kubernetes,
    kubectl,
    tryPlan,
    plan,
    async predict(manifests, changes) {
      const { target, source } = requestOf(manifests, changes);
      return (await kubernetes.open(target)).plan({ source, purpose: 'preview' });
    },
    apply: async (prepared, observe, signal) =>
      (await session).apply(prepared, { observe, signal, timeout: 20_000 }),
    requests: () => asked.splice(0),
    get: async (resource) =>
      parseJson(await kubectl(['get', resource, '-o', 'json', '--show-managed-fields'])) as JsonObject,
    async sync(manifests, target, approved, timeout = 20_000) {
      const request = requestOf(manifests, target);
      const fingerprint = approved ?? (await plan(manifests, target)).fingerprint;
      return sync(engines, { ...request, approved: fingerprint, timeout, observe: () => {} });
    },
  };
}

function folderOf(manifests: Manifests): string {
  if (manifests instanceof URL) return fileURLToPath(manifests);
  return folderWith(typeof manifests === 'string' ? { 'all.yaml': manifests } : manifests);
}

function describeRequest(request: object): string {
  const { method, path } = request as { method: string; path: string };
  return `${method} ${path}`;
}

/** @returns a kubeconfig for a ServiceAccount that may do everything, until the test ends */
async function accountKubeconfig(
  namespace: string,
  name: string,
  kubectl: (args: readonly string[]) => Promise<string>,
): Promise<string> {
  const account = `--serviceaccount=${namespace}:${name}`;
  await kubectl(['create', 'clusterrolebinding', namespace, '--clusterrole=cluster-admin', account]);
  onTestFinished(async () => void (await kubectl(['delete', 'clusterrolebinding', namespace])));
  return changedKubeconfig(folderWith({}), (_cluster, user) => {
    user['as'] = `system:serviceaccount:${namespace}:${name}`;
  });
}

/** Roles for the user `reader`: what the test grants, and inventories. */
function grantsOf(namespace: string, grants: Readonly<Record<string, readonly string[]>>): string {
  const rules = Object.entries(grants).map(([resource, verbs]) => ({
    apiGroups: [''],
    resources: [resource],
    verbs,
  }));
  const roles = [
    { namespace, rules },
    {
      namespace: 'plumbline-system',
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    },
  ];
  const objects = roles.flatMap(({ namespace: place, rules: given }) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: place } },
    { ...rbac('Role', place), rules: given },
    {
      ...rbac('RoleBinding', place),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'granted' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
    },
  ]);
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}

function rbac(kind: string, namespace: string) {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: 'granted', namespace } };
}

/** A plan in short: `update apps/Deployment web: spec.replicas 2 → 3`, without the test's namespace. */
export function summary(plan: Plan): string[] {
  return plan.changes.map((change) => summarize(change, plan.target));
}

function summarize(change: Change, namespace: string): string {
  const fields = change.fields.map(
    ({ path, before, after }) => `${describePath(path)} ${text(before)} → ${text(after)}`,
  );
  const head = describeChange(change).replace(`${namespace}/`, '');
  return fields.length === 0 ? head : `${head}: ${fields.join('; ')}`;
}

function text(value: Tree | undefined): string {
  return value === undefined ? '∅' : printJson(shown(value));
}
