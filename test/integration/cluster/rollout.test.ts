import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Cluster, startCluster } from '../../../sandbox/cluster/start.ts';

let cluster: Cluster;

async function kubectl(...flags: string[]): Promise<string> {
  const options = { env: { KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder } };
  return (await promisify(execFile)(cluster.kubectl, flags, options)).stdout;
}

/** What the API server has logged of one user's requests, as `verb resource`. */
function requestsOf(user: string): string[] {
  type Event = { verb: string; user: { username: string }; objectRef?: { resource: string } };
  const events = readFileSync(cluster.auditLog, 'utf8').trim().split('\n');
  return events
    .map((line) => JSON.parse(line) as Event)
    .filter((event) => event.user.username === user)
    .map((event) => `${event.verb} ${event.objectRef?.resource ?? ''}`.trim());
}

beforeAll(async () => {
  cluster = await startCluster({
    contexts: ['staging', 'production'],
    users: [{ name: 'dev', groups: ['developers'] }],
  });
});

afterAll(() => cluster?.stop());

describe('a cluster', () => {
  it('rolls a Deployment of 3 out', async () => {
    await kubectl('create', 'deployment', 'web', '--image=example.com/web:1', '--replicas=3');
    const said = await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');
    expect(said).toContain('deployment "web" successfully rolled out');
    expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.availableReplicas}')).toBe('3');
  });

  it('calls itself by its version', async () => {
    const { serverVersion } = JSON.parse(await kubectl('version', '-o', 'json'));
    expect(serverVersion).toMatchObject({ gitVersion: 'v1.37.2', major: '1', minor: '37' });
  });

  it('has a context for each name and user, and the administrator is current', async () => {
    const names = (await kubectl('config', 'get-contexts', '-o', 'name')).trim().split('\n');
    expect(names.toSorted()).toEqual(['dev@production', 'dev@staging', 'production', 'staging']);
    expect((await kubectl('config', 'current-context')).trim()).toBe('staging');
    expect(await kubectl('--context=production', 'auth', 'can-i', '*', '*')).toBe('yes\n');
  });

  it('lets RBAC decide what a user may', async () => {
    await expect(kubectl('--context=dev@staging', 'get', 'deployments')).rejects.toThrow(/Forbidden/);
    await kubectl('create', 'clusterrolebinding', 'developers', '--clusterrole=view', '--group=developers');
    expect(await kubectl('--context=dev@staging', 'get', 'deployments', '-o', 'name')).toBe(
      'deployment.apps/web\n',
    );
    await expect(kubectl('--context=dev@staging', 'delete', 'deployment', 'web')).rejects.toThrow(
      /Forbidden/,
    );
  });

  it('logs each request of a user once', async () => {
    const before = requestsOf('admin').length;
    await kubectl('get', '--raw', '/api/v1/namespaces/default/configmaps');
    expect(requestsOf('admin').slice(before)).toEqual(['list configmaps']);
  });

  it('is verified by its certificate', () => {
    const { clusters } = parse(readFileSync(cluster.kubeconfig, 'utf8'));
    expect(clusters.map((entry: { cluster: object }) => Object.keys(entry.cluster))).toEqual([
      ['server', 'certificate-authority-data'],
      ['server', 'certificate-authority-data'],
    ]);
  });
});
