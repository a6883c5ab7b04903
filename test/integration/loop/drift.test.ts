import { describe, expect, it } from 'vitest';
import { startLoop, until } from '../../support/loop.ts';
import { SHOP, approved, deploy, driftPull, driftedObjects } from '../../support/shop.ts';

describe('drift', { timeout: 300_000 }, () => {
  it('is counted, proposed to be reverted by one pull request, and reverted by its merge', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await until('nothing differs', async () => (await driftedObjects(loop)) === 0);
    await loop.kubectl(
      'patch',
      'service',
      'web',
      '--type=merge',
      '--field-manager=kubectl-edit',
      '-p',
      '{"spec":{"ports":[{"port":8080}]}}',
    );
    await loop.kubectl('set', 'env', 'deployment/web', 'DEBUG=true');
    await loop.kubectl('delete', 'configmap', 'banner');
    await until('all three are counted', async () => (await driftedObjects(loop)) === 3, 30);
    const pull = await until('there is a pull request', () => driftPull(loop));
    const octokit = loop.as('carol');
    const { data } = await octokit.rest.pulls.listFiles({ owner: 'acme', repo: 'shop', pull_number: pull });
    expect(data.map(({ filename }) => filename)).toEqual([`.plumbline/drift/${loop.target}.yaml`]);
    expect(data[0]?.patch).toContain('decision: revert');
    await until('it names all three', async () => {
      const found = await octokit.rest.pulls.get({ owner: 'acme', repo: 'shop', pull_number: pull });
      return ['spec.ports', 'env', 'banner'].every((word) => found.data.body?.includes(word));
    });
    const comment = await until('the comment tells all three', async () =>
      (await loop.comments(pull)).find((body) =>
        ['8080', 'DEBUG', 'banner'].every((word) => body.includes(word)),
      ),
    );
    // U70: said once, in words that fit.
    const { data: found } = await octokit.rest.pulls.get({ owner: 'acme', repo: 'shop', pull_number: pull });
    expect(found.body).not.toContain('```');
    expect(found.body).toContain('deleted live; it comes back');
    expect(comment).toContain('3 objects drifted; merging puts live back');
    expect(comment).toContain('deleted live; it comes back');
    expect(comment).not.toContain('taken from');
    await approved(loop, pull);
    await loop.merge(pull);
    await until('nothing differs any more', async () => (await driftedObjects(loop)) === 0, 60);
    expect(await loop.kubectl('get', 'service/web', '-o', 'jsonpath={.spec.ports[*].port}')).toBe('80');
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..env[*].name}')).toBe('LEVEL');
    expect(await loop.kubectl('get', 'configmap/banner', '-o', 'jsonpath={.data.text}')).toBe('autumn');
    expect(await driftPull(loop)).toBeUndefined();
  });

  it('that is put right by hand closes its pull request, which says why', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await until('nothing differs', async () => (await driftedObjects(loop)) === 0);
    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    const pull = await until('there is a pull request', () => driftPull(loop));
    await loop.kubectl('scale', 'deployment/web', '--replicas=1');
    await until('it is closed', async () => (await driftPull(loop)) === undefined);
    expect((await loop.comments(pull)).at(-1)).toMatch(/put right outside of this pull request/);
  });
});
