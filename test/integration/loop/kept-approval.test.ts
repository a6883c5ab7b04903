import { expect, it } from 'vitest';
import { startLoop, until } from '../../support/loop.ts';
import { SHOP, deployment, onShow, say } from '../../support/shop.ts';

it(
  'U66: an approval stays where a push does not change the plan, and goes where it does',
  { timeout: 300_000 },
  async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    await say(loop, pull, 'bob', '/plumb approve production');
    await until('the gate lets it pass', async () => (await loop.check(pull))?.conclusion === 'success');

    await loop.push('feature', { 'docs/notes.md': 'Nothing that runs.\n' });
    const kept = await until('the new commit passes', async () => {
      const found = await loop.check(pull);
      return found?.conclusion === 'success' ? found : undefined;
    });
    expect(kept.summary).toMatch(/bob.*approved this plan/);

    await loop.push('feature', { 'k8s/web.yaml': deployment('web:other') });
    await until('it is pending again', async () => {
      const found = await loop.check(pull);
      return found !== undefined && found.conclusion !== 'success' && found.summary.includes('bob');
    });
  },
);
