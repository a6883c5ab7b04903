import { expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../../../src/core/plan/plan.ts';
import { type Live, live, summary } from '../../../support/live.ts';

/** Made only where there is none: whoever's cluster it is may have one of its own. */
async function kindOf({ kubectl }: Live, group: string, version: string, kind: string): Promise<void> {
  const plural = `${kind.toLowerCase()}s`;
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
  await kubectl(['create', '-f', '-'], JSON.stringify(definition));
  onTestFinished(async () => void (await kubectl(['delete', `crd/${plural}.${group}`])));
  await kubectl(['wait', `crd/${plural}.${group}`, '--for=condition=Established']);
}

/** What its controller does: the Secret of the same name, owned by it, with its labels. */
async function generate({ kubectl, get }: Live, resource: string, value: string): Promise<void> {
  const { apiVersion, kind, metadata } = await get(resource);
  const { name, uid, labels } = metadata as Record<string, unknown>;
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels, ownerReferences } };
  await kubectl(
    ['apply', '--server-side', '--force-conflicts', '--field-manager=controller', '-f', '-'],
    JSON.stringify({ ...secret, stringData: { password: value } }),
  );
}

const sealed = (encryptedData: object) =>
  JSON.stringify({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: 'db' },
    spec: { encryptedData, template: { type: 'Opaque' } },
  });
const external = JSON.stringify({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'db' },
  spec: { data: [{ secretKey: 'password', remoteRef: { key: 'prod/db', property: 'password' } }] },
});
const withoutMasks = (text: string) => text.replaceAll(/"\(masked [0-9a-f]{12}\)"/g, '*');
const CIPHER = ['AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq', 'AgCtr9OdGBGYUjMFRWnMVB4kHXmWyGlE'];

it('H10: a SealedSecret that was encrypted again shows its keys, no ciphertext, and that a value cannot be told', async () => {
  const cluster = await live();
  await kindOf(cluster, 'bitnami.com', 'v1alpha1', 'SealedSecret');
  const [before, after] = CIPHER;
  await cluster.sync(sealed({ password: before, gone: before }));
  const plan = await cluster.plan(sealed({ password: after, fresh: after }));
  expect(summary(plan).map(withoutMasks)).toEqual([
    'update bitnami.com/SealedSecret db: spec.encryptedData.fresh ∅ → *; spec.encryptedData.password * → *; spec.encryptedData.gone * → ∅',
  ]);
  expect(plan.changes[0]?.marks).toEqual([
    { level: 'note', text: expect.stringContaining('differs, as it does after each encryption') as string },
  ]);
  for (const text of CIPHER) expect(JSON.stringify(plan)).not.toContain(text);

  await generate(cluster, 'sealedsecret/db', 'decrypted-value');
  expect(summary(await cluster.plan(sealed({ password: before, gone: before })))).toEqual([]);
});

it("H10: a Secret that became a SealedSecret is its controller's: kept, and no orphan", async () => {
  const cluster = await live();
  await kindOf(cluster, 'bitnami.com', 'v1alpha1', 'SealedSecret');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db' },
    stringData: { password: 'x' },
  };
  const both = `${JSON.stringify(secret)}\n---\n${sealed({ password: CIPHER[0] })}`;
  await cluster.sync(both);
  await generate(cluster, 'sealedsecret/db', 'decrypted-value');
  const moved = sealed({ password: CIPHER[0] });
  const plan = await cluster.plan(moved);
  expect(summary(plan)).toEqual(['keep Secret db']);
  expect(plan.changes[0]?.marks[0]?.text).toContain('another object owns it');
  expect(JSON.stringify(plan)).not.toContain('decrypted-value');
  await cluster.sync(moved);
  await cluster.get('secret/db');
  expect(verdictOf(await cluster.plan(moved))).toBe('clean');
});

it('H10: an ExternalSecret shows what it refers to, and what it generates is no drift', async () => {
  const cluster = await live();
  await kindOf(cluster, 'external-secrets.io', 'v1', 'ExternalSecret');
  expect(JSON.stringify(await cluster.plan(external))).toContain(
    '"remoteRef":{"key":"prod/db","property":"password"}',
  );
  await cluster.sync(external);
  await generate(cluster, 'externalsecret/db', 'fetched-value');
  expect(summary(await cluster.plan(external))).toEqual([]);
  expect((await cluster.sync(external)).status).toBe('synced');
  await cluster.get('secret/db');
});

it('H10: a Secret that SOPS encrypted is not applied, and the next step is told', async () => {
  const { tryPlan, namespace } = await live();
  const sops = `
apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { password: "ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ=,type:str]" }
sops: { lastmodified: "2026-01-01T00:00:00Z", mac: "ENC[AES256_GCM,data:q=,iv:YY=,tag:UQ=,type:str]", version: 3.9.0 }
`;
  expect(await tryPlan({ 'deploy/db.yaml': sops })).toMatchObject({
    status: 'failed',
    code: 'invalid-source',
    message: expect.stringContaining(
      `deploy/db.yaml:2: Secret ${namespace}/db: it is encrypted with SOPS, which Plumbline does not decrypt`,
    ) as string,
  });
});
