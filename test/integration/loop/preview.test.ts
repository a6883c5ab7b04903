import { describe, expect, it } from 'vitest';
import { startLoop, until } from '../../support/loop.ts';
import { SHOP, deploy, deployment } from '../../support/shop.ts';

describe('the preview of a pull request', { timeout: 120_000 }, () => {
  it('I3: is one comment with exactly its changes, apart from what had drifted, edited in place at each push', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.kubectl(
      'patch',
      'service',
      'web',
      '--type=merge',
      '--field-manager=kubectl-edit',
      '-p',
      '{"spec":{"selector":{"app":"other"}}}',
    );
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2'), 'k8s/banner.yaml': undefined });
    const pull = await loop.open('feature');
    const first = await until('there is a comment', async () => (await loop.comments(pull))[0]);
    const [yours = '', drifted = ''] = first.split('**Already drifted**');
    expect(yours).toContain('web:2');
    expect(yours).toMatch(/delete ConfigMap .*banner/);
    expect(yours).not.toContain('other');
    expect(drifted).toContain('other');

    await loop.push('feature', { 'k8s/web.yaml': deployment('web:3') });
    await until('the comment is edited', async () => (await loop.comments(pull))[0]?.includes('web:3'));
    expect(await loop.comments(pull)).toHaveLength(1);
    expect((await loop.comments(pull))[0]).not.toContain('web:2');
  });

  it('says nothing where no target is touched, and its checks succeed at once', async () => {
    const loop = await startLoop();
    await loop.push('docs', { 'README.md': 'Words.' });
    const pull = await loop.open('docs');
    await until('the check succeeds', async () => (await loop.check(pull))?.conclusion === 'success');
    expect(await loop.comments(pull)).toEqual([]);
  });

  it('R1: is made of a pull request that was opened while the App was down', async () => {
    const loop = await startLoop();
    await loop.app.stop('SIGTERM');
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await loop.app.start();
    await until('there is a comment', async () => (await loop.comments(pull))[0]?.includes('web:1'));
  });

  it('R3: is one, however often its event is delivered', async () => {
    const loop = await startLoop();
    loop.github.faults.duplicateDeliveries(10);
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await until('there is a comment', async () => (await loop.comments(pull))[0]?.includes('web:1'));
    await loop.github.settled();
    expect(await loop.comments(pull)).toHaveLength(1);
  });
});
