import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverJsonSchema } from '../../../../src/config/known-keys.ts';
import { loadServerConfig } from '../../../../src/config/server/server-config.ts';
import { folderWith } from '../../../support/temp-folder.ts';

const WHOLE = `version: 1
clusters:
  prod-eu: { context: eu, kubeconfig: /etc/plumbline/kubeconfig }
  prod-us: { kubeconfig: us.kubeconfig }
  here: { in-cluster: true }
repositories:
  acme/Shop:
    clusters:
      prod-eu: { namespaces: [shop, shop-jobs] }
      here: { namespaces: "*", cluster-scoped: true }
`;
const START = 'version: 1\nclusters:\n  c: {}\n';

const fileWith = (text: string) => join(folderWith({ 'server.yml': text }), 'server.yml');

/** What is wrong, without the path of the test's folder. */
async function complaint(text: string): Promise<string[]> {
  const file = fileWith(text);
  const error = await loadServerConfig(file).then(
    () => new Error('it is valid'),
    (refused: Error) => refused,
  );
  return error.message.replaceAll(file, 'server.yml').split('\n');
}

describe("the server's file", () => {
  it('names the clusters, and how each is reached', async () => {
    const file = fileWith(WHOLE);
    const { clusters } = await loadServerConfig(file);
    expect(Object.fromEntries(clusters)).toEqual({
      'prod-eu': { context: 'eu', kubeconfig: '/etc/plumbline/kubeconfig', inCluster: false },
      'prod-us': { context: 'prod-us', kubeconfig: join(file, '..', 'us.kubeconfig'), inCluster: false },
      here: { inCluster: true },
    });
  });

  it('grants a repository what it names, in whatever case, and nothing else', async () => {
    const { grantOf } = await loadServerConfig(fileWith(WHOLE));
    const rest = { takeOver: false, shared: [] };
    const shop = { namespaces: ['shop', 'shop-jobs'], clusterScoped: false, ...rest };
    expect(grantOf('acme/shop', 'prod-eu')).toEqual(shop);
    expect(grantOf('ACME/Shop', 'prod-eu')).toEqual(shop);
    expect(grantOf('acme/shop', 'here')).toEqual({ namespaces: '*', clusterScoped: true, ...rest });
    expect(grantOf('acme/shop', 'prod-us')).toBeUndefined();
    expect(grantOf('acme/shop', 'PROD-EU')).toBeUndefined();
    expect(grantOf('acme/other', 'prod-eu')).toBeUndefined();
    expect(grantOf('acme/shop2', 'prod-eu')).toBeUndefined();
  });

  it('U8: tells which namespaces others may use too, by whatever name the cluster has', async () => {
    const repositories = {
      'a/shop': { eu: { namespaces: ['shop', 'jobs', 'own'] }, us: { namespaces: ['shop'] } },
      'a/jobs': { 'eu-too': { namespaces: ['jobs', 'shop'], 'take-over': true } },
      'a/all': { us: { namespaces: '*' } },
    };
    const clusters = { eu: { context: 'x' }, 'eu-too': { context: 'x' }, us: {} };
    const named = Object.entries(repositories).map(([name, each]) => [name, { clusters: each }]);
    const text = JSON.stringify({ version: 1, clusters, repositories: Object.fromEntries(named) });
    const { grantOf } = await loadServerConfig(fileWith(text));
    expect(grantOf('a/shop', 'eu')).toMatchObject({ shared: ['jobs', 'shop'], takeOver: false });
    expect(grantOf('a/jobs', 'eu-too')).toMatchObject({ shared: ['shop', 'jobs', 'own'], takeOver: true });
    expect(grantOf('a/shop', 'us')).toMatchObject({ shared: '*' });
    expect(grantOf('a/all', 'us')).toMatchObject({ shared: ['shop'] });
  });

  it.each([
    [
      'an unknown key',
      `${START.replace('{}', '{ contxt: a }')}repositories: {}\n`,
      '3:8: unknown key "contxt" in clusters.c. Did you mean "context"?',
    ],
    [
      'an unknown key of a grant',
      `${START}repositories:\n  a/b:\n    clusters:\n      c: { namespace: [x], namespaces: [x] }\n`,
      '7:12: unknown key "namespace" in repositories.a/b.clusters.c. Did you mean "namespaces"?',
    ],
    [
      'a cluster that is not defined',
      `${START}repositories:\n  a/b:\n    clusters:\n      d: { namespaces: [x] }\n`,
      '7:10: there is no cluster "d". Name one of "clusters": c.',
    ],
    [
      'a grant without namespaces',
      `${START}repositories:\n  a/b:\n    clusters:\n      c: { cluster-scoped: true }\n`,
      '7:10: repositories.a/b.clusters.c needs the key "namespaces".',
    ],
    [
      'namespaces that are neither a list nor "*"',
      `${START}repositories:\n  a/b:\n    clusters:\n      c: { namespaces: shop }\n`,
      '7:24: repositories.a/b.clusters.c.namespaces must be "*" or a list of namespaces: lowercase letters, digits and dashes, 63 at the most.',
    ],
    [
      'a pattern among the namespaces',
      `${START}repositories:\n  a/b:\n    clusters:\n      c: { namespaces: [x, "team-*"] }\n`,
      '7:28: repositories.a/b.clusters.c.namespaces.1 must be lowercase letters, digits and dashes, 63 at the most.',
    ],
    [
      'a repository without an owner',
      `${START}repositories:\n  shop: { clusters: {} }\n`,
      '5:3: the name must be owner/repository, as in its address on GitHub.',
    ],
    [
      'a repository twice, in another case',
      `${START}repositories:\n  a/b: { clusters: {} }\n  A/b: { clusters: {} }\n`,
      '6:8: it is the repository "a/b" again, in another case. Keep one.',
    ],
    [
      'a cluster that is reached in two ways',
      `${START.replace('{}', '{ in-cluster: true, context: a }')}repositories: {}\n`,
      '3:6: a cluster has either "in-cluster" or "context" and "kubeconfig".',
    ],
    ['no repositories', START, '1:1: the configuration needs the key "repositories".'],
    ['nothing', '', '1:1: it is empty. Start with "version: 1".'],
  ])('is refused with %s, by line and column', async (_what, text, problem) => {
    expect(await complaint(text)).toEqual(['server.yml: it is not valid:', `server.yml:${problem}`]);
  });

  it('that is not there is an error that says where it is named', async () => {
    await expect(loadServerConfig('/nowhere/server.yml')).rejects.toMatchObject({
      code: 'invalid-config',
      message:
        "/nowhere/server.yml: it cannot be read (ENOENT). Name the server's file in PLUMBLINE_SERVER_CONFIG.",
    });
  });
});

describe("the JSON Schema of the server's file", () => {
  it('is the one that is checked (npm run schema writes it)', () => {
    const published = readFileSync(
      new URL('../../../../src/config/server/server.schema.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published)).toEqual(serverJsonSchema());
  });
});
