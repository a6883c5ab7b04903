import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject, onTestFinished } from 'vitest';
import { type JsonObject, parseJson } from '../../src/core/json.ts';
import type { SyncReport } from '../../src/core/outcome.ts';
import type { Plan, TargetPlan } from '../../src/core/plan.ts';
import { type Change, describeChange, describePath } from '../../src/core/change.ts';
import type { Target } from '../../src/core/target.ts';
import { planTarget } from '../../src/flows/plan-target.ts';
import { sync } from '../../src/flows/sync.ts';
import { createFolderSource } from '../../src/git/folder-source.ts';
import { connect } from '../../src/kubernetes/connect.ts';
import { createKubernetesEngine } from '../../src/kubernetes/engine.ts';
import { createPlainRenderer } from '../../src/render/plain.ts';
import { folderWith } from './temp-folder.ts';

export type Manifests = Readonly<Record<string, string>> | string;

/** The engine on the real cluster, with a namespace that is the test's own. */
export interface Live {
  readonly namespace: string;
  plan(manifests: Manifests, target?: Partial<Target>): Promise<Plan>;
  tryPlan(manifests: Manifests, target?: Partial<Target>): Promise<TargetPlan>;
  /** Plans, approves what was planned (or another fingerprint), applies. */
  sync(manifests: Manifests, target?: Partial<Target>, approved?: string): Promise<SyncReport>;
  /** Runs the real kubectl in the namespace. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  get(resource: string): Promise<JsonObject>;
}

const run = promisify(execFile);

export async function live(context = inject('context')): Promise<Live> {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const kubeconfig = inject('kubeconfig');
  const kubectl = async (args: readonly string[], input?: string) => {
    const call = run(inject('kubectl'), ['--kubeconfig', kubeconfig, '--namespace', namespace, ...args]);
    call.child.stdin?.end(input ?? '');
    return (await call).stdout;
  };
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
  const client = await connect({ context, kubeconfig, env: process.env });
  onTestFinished(() => client.close());
  const kubernetes = createKubernetesEngine({
    connect: async () => client,
    renderer: createPlainRenderer(),
    key: 'a key that only this test has, of 32+',
    clock: { now: () => Date.now(), sleep: async (milliseconds) => void (await sleep(milliseconds)) },
    version: '0.0.0-test',
  });
  const engines = { kubernetes };
  const requestOf = (manifests: Manifests, changes: Partial<Target> = {}) => ({
    target: { ...targetIn(namespace), ...changes },
    source: createFolderSource(
      folderWith(typeof manifests === 'string' ? { 'all.yaml': manifests } : manifests),
      {
        repository: 'test',
      },
    ),
  });
  const tryPlan: Live['tryPlan'] = async (manifests, target) =>
    planTarget(engines, requestOf(manifests, target));
  const plan: Live['plan'] = async (manifests, target) => {
    const answer = await tryPlan(manifests, target);
    if (answer.status === 'failed') throw new Error(answer.message);
    return answer.plan;
  };
  return {
    namespace,
    kubectl,
    tryPlan,
    plan,
    get: async (resource) =>
      parseJson(await kubectl(['get', resource, '-o', 'json', '--show-managed-fields'])) as JsonObject,
    async sync(manifests, target, approved) {
      const request = requestOf(manifests, target);
      const fingerprint = approved ?? (await plan(manifests, target)).fingerprint;
      return sync(engines, { ...request, approved: fingerprint, timeout: 20_000, observe: () => {} });
    },
  };
}

function targetIn(namespace: string): Target {
  return {
    id: namespace,
    environment: 'test',
    engine: 'kubernetes',
    render: 'plain',
    cluster: 'sandbox',
    path: '.',
    namespace,
    prune: true,
    allowEmpty: false,
    ignore: [],
  };
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

function text(value: unknown): string {
  return value === undefined ? '∅' : JSON.stringify(value);
}
