import { describe, expect, it, onTestFinished } from 'vitest';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { approved, deployed, onShow, say } from '../../support/shop.ts';

const ALL = { namespaces: '*', 'cluster-scoped': true };

const config = (targets: string) => `version: 1
environments:
  production:
    gate: { approvals: 1 }
    drift: { action: pull-request, after: 1h }
    targets:
${targets}`;
const target = (name: string, more = '') =>
  `      ${name}-TARGET: { engine: kubernetes, cluster: sandbox, path: ${name}${more} }\n`;

const namespaceOf = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;
const map = (name: string, namespace: string, text = 'hello') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata: { text: ${text} }\n`;

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.NAMESPACE.example.com }
spec:
  group: NAMESPACE.example.com
  scope: Namespaced
  names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer, maximum: 5 } } } }
`;
const thing = (size: number) => `apiVersion: NAMESPACE.example.com/v1
kind: Thing
metadata: { name: one, namespace: NAMESPACE }
spec: { size: ${size} }
`;
/** What a test makes outside its own namespace is gone after it. */
function cleaned(loop: Loop, targets: readonly string[], ...objects: readonly (readonly string[])[]): void {
  const name = loop.target.replace('production/', '');
  onTestFinished(async () => {
    for (const object of objects)
      await loop.kubectl('delete', ...object, '--ignore-not-found', '--wait=false');
    for (const each of targets) {
      const inventory = ['configmap', `production.${each}-${name}`, '--namespace', 'plumbline-system'];
      await loop.kubectl('delete', ...inventory, '--ignore-not-found');
    }
  });
}

const deploymentComment = (loop: Loop, pull: number) => async () =>
  (await loop.comments(pull)).find((body) => body.includes('plumbline:deployment'));

describe('the first deploy', { timeout: 300_000 }, () => {
  it('U60: of a target that lives in the namespace that another one declares is planned, approved and synced with it', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: {
        '.github/plumbline.yml': config(target('shop') + target('base')),
        'readme.md': 'nothing yet',
      },
    });
    cleaned(loop, ['shop', 'base'], ['namespace', `${loop.namespace}-made`]);
    await loop.push('first', {
      'base/namespace.yaml': namespaceOf('NAMESPACE-made'),
      'shop/banner.yaml': map('banner', 'NAMESPACE-made'),
    });
    const pull = await loop.open('first');
    await onShow(loop, pull);
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toMatch(/base-shop-.*\n.*shop-shop-/);
    expect(comment).toContain('which is synced before');
    expect(comment).toMatch(/Synced after `production\/base-shop-/);
    expect(comment).not.toContain('cannot tell');
    await approved(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 1);
    expect(
      await loop.kubectl('get', 'configmap', 'banner', '-n', `${loop.namespace}-made`, '-o', 'name'),
    ).toBe('configmap/banner');
    const said = await until('all is deployed', async () => {
      const text = await deploymentComment(loop, pull)();
      return text?.includes('Plumbline: deployed') === true && text;
    });
    expect(said).not.toMatch(/not approved|stale|❌/);
  });

  it('U60: of three targets in a chain, a CRD in the first and its objects in the others, goes in the order that is shown', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: {
        '.github/plumbline.yml': config(
          target('last', ', depends-on: [middle-TARGET]') + target('middle') + target('crds'),
        ),
      },
    });
    const group = `${loop.namespace}.example.com`;
    cleaned(loop, ['crds', 'middle', 'last'], ['crd', `things.${group}`]);
    await loop.push('first', {
      'last/banner.yaml': map('last', 'NAMESPACE'),
      'middle/thing.yaml': thing(3),
      'crds/things.yaml': DEFINITION,
    });
    const pull = await loop.open('first');
    await onShow(loop, pull);
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toMatch(
      /#### `production\/crds-[^#]*#### `production\/middle-[^#]*#### `production\/last-/,
    );
    expect(comment).toMatch(/its CRD is created by target production\/crds-\S+, which is synced before/);
    await approved(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 1);
    expect(await loop.kubectl('get', `things.${group}`, 'one', '-o', 'jsonpath={.spec.size}')).toBe('3');
    expect(await loop.kubectl('get', 'configmap', 'last', '-o', 'name')).toBe('configmap/last');
  });

  it('U60: where one target fails, those after it are not begun, with that as the reason, and retried with it', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: {
        '.github/plumbline.yml': config(target('shop', ', depends-on: [base-TARGET]') + target('base')),
      },
    });
    cleaned(loop, ['shop', 'base']);
    await loop.push('first', {
      'base/settings.yaml': map('settings', 'NAMESPACE'),
      'shop/banner.yaml': map('banner', 'NAMESPACE'),
    });
    const pull = await loop.open('first');
    await approved(loop, pull);
    await loop.kubectl('create', 'quota', 'none', '--hard=count/configmaps=0');
    await until(
      'the quota holds',
      async () => (await loop.kubectl('get', 'quota', 'none', '-o', 'jsonpath={.status.hard}')) !== '',
    );
    await loop.merge(pull);
    const said = await until('it is said', async () => {
      const text = await deploymentComment(loop, pull)();
      return text?.includes('not begun') === true && text;
    });
    expect(said).toMatch(/settings.*exceeded quota/);
    expect(said).toMatch(/not begun: production\/base-\S+, which it waits for, failed\. .*\/plumb retry/);
    expect(said).not.toMatch(/not approved/);
    expect(await loop.kubectl('get', 'configmap', 'banner', '--ignore-not-found', '-o', 'name')).toBe('');
    expect(await loop.deployments()).toEqual(['failure']);

    await loop.kubectl('delete', 'quota', 'none');
    await say(loop, pull, 'bob', '/plumb retry');
    await until('both are deployed', async () => (await loop.deployments())[0] === 'success', 90);
    expect(await loop.kubectl('get', 'configmap', 'banner', '-o', 'name')).toBe('configmap/banner');
  });

  it('U60: into a namespace of another environment says that it is, and is never called a lack of approval', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: {
        '.github/plumbline.yml': `${config(target('shop'))}  staging:
    targets:
      base-TARGET: { engine: kubernetes, cluster: sandbox, path: base }
`,
        'base/namespace.yaml': namespaceOf('NAMESPACE-made'),
      },
    });
    cleaned(loop, ['shop'], ['namespace', `${loop.namespace}-made`]);
    await loop.push('first', { 'shop/banner.yaml': map('banner', 'NAMESPACE-made') });
    const pull = await loop.open('first');
    const check = await onShow(loop, pull);
    const reason =
      /namespaces "test-\S+-made" not found.* Target staging\/base-\S+ would create it, in another environment, and environments are not put in order/;
    expect(`${check.summary}${check.text}`.replaceAll('&#45;', '-')).toMatch(
      /would create it, in another environment/,
    );
    expect((await loop.comments(pull)).join('')).toMatch(reason);
    await loop.merge(pull);
    const said = await until('it is said', async () => {
      const text = await deploymentComment(loop, pull)();
      return text?.includes('Nothing was applied') === true && text;
    });
    expect(said).toContain('would create it, in another environment');
    expect(said).not.toMatch(/not approved|Approve with/);
  });

  it('U60: of a new target beside one that is deployed, and of one that nobody touched and that was never deployed', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: {
        '.github/plumbline.yml': config(target('base')),
        'base/namespace.yaml': namespaceOf('NAMESPACE-made'),
      },
    });
    cleaned(loop, ['shop', 'base'], ['namespace', `${loop.namespace}-made`]);
    await loop.push('second', {
      '.github/plumbline.yml': config(target('base') + target('shop')),
      'shop/banner.yaml': map('banner', 'NAMESPACE-made'),
    });
    const pull = await loop.open('second');
    await approved(loop, pull);
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toMatch(/create Namespace test-\S+-made/);
    expect(comment).toMatch(/Synced after `production\/base-/);
    await loop.merge(pull);
    await deployed(loop, 1);
    await loop.push('third', {
      '.github/plumbline.yml': config(target('base') + target('shop') + target('more')),
      'more/banner.yaml': map('more', 'NAMESPACE-made'),
    });
    const third = await loop.open('third');
    await approved(loop, third);
    expect((await loop.comments(third)).join('')).not.toMatch(/ynced after|cannot tell/);
    await loop.merge(third);
    await deployed(loop, 2);
    const place = ['-n', `${loop.namespace}-made`, '-o', 'name'];
    expect(await loop.kubectl('get', 'configmap', 'more', ...place)).toBe('configmap/more');
  });

  it('U60: of an object that two targets declare is refused before anything is applied', async () => {
    const loop = await startLoop({
      grants: ALL,
      files: { '.github/plumbline.yml': config(target('shop') + target('base')) },
    });
    cleaned(loop, ['shop', 'base']);
    await loop.push('first', {
      'base/namespace.yaml': namespaceOf('NAMESPACE-made'),
      'shop/namespace.yaml': namespaceOf('NAMESPACE-made'),
    });
    const pull = await loop.open('first');
    await until('the check fails', async () => (await loop.check(pull))?.conclusion === 'failure');
    expect((await loop.comments(pull)).join('')).toMatch(
      /Namespace test-\S+-made: target production\/\S+ declares it as well\. Remove it from one of the two\./,
    );
  });
});
