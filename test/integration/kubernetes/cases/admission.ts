import { expect, onTestFinished } from 'vitest';
import type { Live } from '../../../support/live.ts';

/**
 * From now on the server itself writes into each object of a resource of the test's namespace, at every write.
 * @param resource as `apps/deployments`, `/configmaps`
 * @param expression a CEL `Object{…}` that is applied over the object
 * @param sample an object of the resource; `shows`: what the server has written into it then
 */
export async function rewriting(
  { kubectl, namespace }: Live,
  resource: string,
  expression: string,
  { sample, shows }: { readonly sample: string; readonly shows: string },
): Promise<void> {
  const name = `${namespace}.example.com`;
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const [group = '', plural = ''] = resource.split('/');
  const policy = {
    apiVersion,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name },
    spec: {
      reinvocationPolicy: 'Never',
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: [plural] },
        ],
      },
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
    },
  };
  const binding = {
    apiVersion,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
    },
  };
  const items = [policy, binding];
  await kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  onTestFinished(async () => {
    await kubectl(['delete', 'mutatingadmissionpolicybinding,mutatingadmissionpolicy', name]);
  });
  // The server reads policies anew after a moment.
  const probe = () => kubectl(['create', '--dry-run=server', '-o', 'json', '-f', '-'], sample);
  await expect.poll(probe, { timeout: 20_000 }).toContain(shows);
}
