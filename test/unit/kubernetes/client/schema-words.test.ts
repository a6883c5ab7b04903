import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { StatusError } from '../../../../src/kubernetes/client/status-error.ts';

const refused = { verb: 'patch', subject: 'ConfigMap shop/web', apply: true, dryRun: true };
const messageOf = (words: string, sensitive = false) =>
  new StatusError(
    500,
    {
      kind: 'Status',
      message: `failed to create typed patch object (shop/web; /v1, Kind=ConfigMap): ${words}`,
    },
    { ...refused, sensitive },
  ).message;

describe('U25: what does not fit its schema', () => {
  it.each([
    [
      '.metadata.labels.v: expected string, got &value.valueUnstructured{Value:1.1}',
      'metadata.labels.v: it must be text, and is a number. Put it in quotes.',
    ],
    [
      '.data.a: expected string, got &value.valueUnstructured{Value:-1e+06}',
      'data.a: it must be text, and is a number. Put it in quotes.',
    ],
    [
      '.data.a: expected string, got &value.valueUnstructured{Value:true}',
      'data.a: it must be text, and is true or false. Put it in quotes.',
    ],
    [
      '.data.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"b":1}}',
      'data.a: it must be text, and is a map. Write text there.',
    ],
    [
      '.data.a: expected string, got &value.valueUnstructured{Value:[]interface {}{"b", 1}}',
      'data.a: it must be text, and is a list. Write text there.',
    ],
    [
      '.spec.containers[name="w"].args: expected list, got &{--password=s3cret}',
      'spec.containers[name="w"].args: it must be a list, and is text. Write a list there.',
    ],
    [
      '.spec.replicas: expected numeric (int or float), got string',
      'spec.replicas: it must be a number, and is text. Write a number there.',
    ],
    [
      '.immutable: expected boolean, got string',
      'immutable: it must be true or false, and is text. Write true or false there.',
    ],
    ['.spec: expected map, got &{x: y}', 'spec: it must be a map, and is text. Write a map there.'],
    [
      '.spec.containers[name="a: ]\\"b"].imagee: field not declared in schema',
      'spec.containers[name="a: ]\\"b"].imagee: there is no such field. Correct its name, or where it stands.',
    ],
    [
      '.spec.env: duplicate entries for key [name="A"]',
      'spec.env: it has two entries with name="A". Remove one of them.',
    ],
    [
      'errors:\n  .a: field not declared in schema\n  .b: expected string, got &value.valueUnstructured{Value:1}',
      'a: there is no such field; b: it must be text, and is a number. Correct its name, or where it stands. Put it in quotes.',
    ],
  ])('%s', (words, said) => {
    expect(messageOf(words)).toBe(`ConfigMap shop/web: dry-run refused (Invalid): ${said}`);
  });

  it('is told of a Secret by its key, and never by its value', () => {
    const words = '.data.DB_PASSWORD: expected string, got &value.valueUnstructured{Value:471147}';
    expect(messageOf(words, true)).toContain('data.DB_PASSWORD: it must be text, and is a number. Put it in');
    expect(messageOf('.data.a: something new about 471147', true)).not.toContain('471147');
  });
});

describe('U25: what is forbidden', () => {
  const stepOf = (message: string, causes: JsonObject[] = []) =>
    new StatusError(
      403,
      { kind: 'Status', reason: 'Forbidden', message, details: { causes } },
      { verb: 'patch', subject: 'Pod shop/web', resource: 'pods', dryRun: true },
    ).message;

  it.each([
    [
      'pods "web" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1',
      'Raise the ResourceQuota small of the namespace, or ask for less.',
    ],
    [
      'pods "web" is forbidden: failed quota: small: must specify limits.cpu for: web',
      'Set what the ResourceQuota small asks for in the manifest.',
    ],
    [
      'pods "web" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
      'Set what the Pod Security Standard asks for in the manifest, or choose another level for the namespace.',
    ],
    [
      'pods "web" is forbidden: User "reader" cannot patch resource "pods" in API group "" in the namespace "shop"',
      'A dry-run needs the permission to write: grant patch on pods to the account.',
    ],
    [
      'roles "a" is forbidden: user "reader" (groups=["x"]) is attempting to grant RBAC permissions not currently held:',
      'Nobody grants more than they have: grant the account what the role holds, or the verb "escalate".',
    ],
    [
      "pods \"web\" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: no",
      'Correct the manifest, or settle what the policy objects to.',
    ],
  ])('%s', (message, step) => {
    expect(stepOf(message).endsWith(`. ${step}`)).toBe(true);
  });

  it('a namespace that goes is waited for', () => {
    const cause = {
      reason: 'NamespaceTerminating',
      field: 'metadata.namespace',
      message: 'namespace shop is being terminated',
    };
    expect(stepOf('no', [cause])).toMatch(
      /The namespace is being deleted: wait until it is gone .*, then plan again\.$/,
    );
  });
});
