import { describe, expect, it } from 'vitest';
import { NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, deploy, deployment, say } from '../../support/shop.ts';

describe('the preview of a pull request', { timeout: 240_000 }, () => {
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

    const forged = '<!-- plumbline:preview -->\nAll is well.';
    await say(loop, pull, 'mallory', forged);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:3') });
    await until('the comment is edited', async () => (await loop.comments(pull))[0]?.includes('web:3'));
    expect(await loop.comments(pull)).toHaveLength(1);
    expect((await loop.comments(pull))[0]).not.toContain('web:2');
    const all = await loop.as('carol').rest.issues.listComments({ ...NAME, issue_number: pull });
    expect(all.data.find(({ user }) => user?.login === 'mallory')?.body).toBe(forged);
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

  it('S17, I5: is of the commit that both GitHub and Git name, never of one that either is late with', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await until('there is a check', () => loop.check(pull));
    loop.github.faults.failRequests(1, { kind: 'stale' }, { method: 'GET', path: `/pulls/${pull}` });
    const head = await loop.push('feature', { 'k8s/web.yaml': deployment('web:late') });
    await until('the comment is of the new one', async () =>
      (await loop.comments(pull))[0]?.includes('web:late'),
    );
    await until('its check is on the new one', () => loop.check(pull));
    const found = await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull });
    expect(found.data.head.sha).toBe(head);
  });

  it('I1: whose diff is too long for a comment is whole in check runs', async () => {
    const loop = await startLoop();
    const maps = Array.from(
      { length: 12 },
      (_none, index) => [`k8s/map-${index}.yaml`, longMap(index)] as const,
    );
    await loop.push('feature', Object.fromEntries(maps));
    const pull = await loop.open('feature');
    const comment = await until('there is a comment', async () => (await loop.comments(pull))[0]);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain('left out here');
    await until('the last page is there', () => loop.check(pull, 'plumbline / production / diff 3'));
    const pages = await Promise.all(
      [1, 2, 3].map((page) => loop.check(pull, `plumbline / production / diff ${page}`)),
    );
    const whole = pages.map((page) => page?.text ?? '').join('\n');
    for (const [index] of maps.entries()) expect(whole).toContain(`line-${index}-199`);
  });
});

function longMap(index: number): string {
  const lines = Array.from({ length: 200 }, (_none, line) => `  line-${index}-${line}: '${'x'.repeat(60)}'`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map-${index} }\ndata:\n${lines.join('\n')}\n`;
}
