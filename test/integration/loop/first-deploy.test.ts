import { describe, expect, it, onTestFinished } from 'vitest';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { approved, deployed, onShow } from '../../support/shop.ts';

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
});
