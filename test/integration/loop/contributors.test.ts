import { describe, expect, it } from 'vitest';
import { NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, onShow, passes, review } from '../../support/shop.ts';

const PATIENCE = 120;

describe('who has a part in a pull request', { timeout: 480_000 }, () => {
  it('U47, U48: neither trailers of no account nor "Update branch" keep a reviewer from approving', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const message =
      'Say hello\n\nCo-authored-by: Agent <noreply@agent.example>\nCo-authored-by: x <bob@users.noreply.evil.example>';
    const content = Buffer.from('Hello.\n').toString('base64');
    const { rest } = loop.as('alice');
    await rest.repos.createOrUpdateFileContents({
      ...NAME,
      path: 'hello.md',
      branch: 'feature',
      message,
      content,
    });
    const pull = await loop.open('feature');
    await loop.push('main', { 'README.md': 'Hello.\n' }, 'carol');
    await loop.as('bob').rest.pulls.updateBranch({ ...NAME, pull_number: pull });
    const { data } = await until(
      'the branch is updated',
      async () => {
        const commits = await rest.pulls.listCommits({ ...NAME, pull_number: pull });
        return commits.data.at(-1)?.parents.length === 2 ? commits : undefined;
      },
      PATIENCE,
    );
    expect(data.at(-1)?.author?.login).toBe('bob');
    await onShow(loop, pull);
    await review(loop, pull, 'bob');
    const check = await passes(loop, pull);
    expect(check.summary).toMatch(/bob.*approved this plan/);
    expect(check.summary).toContain('agent.example');
    expect(check.summary).toContain('evil.example');
  });
});
