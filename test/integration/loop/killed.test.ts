import { describe, expect, it, onTestFinished } from 'vitest';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { usePostgres } from '../../support/postgres.ts';
import { SHOP, approved, deploy, deployment } from '../../support/shop.ts';

/** In seconds: to be seen and killed in the middle of it. */
const LONG_ENOUGH = 5;

async function syncsOf({ app }: Loop): Promise<string[]> {
  return (await app.process().metrics())
    .split('\n')
    .filter((line) => line.startsWith('plumbline_syncs_total{'));
}

describe('kill -9', { timeout: 300_000 }, () => {
  it('R2: between the 202 and the work loses nothing: it is done after the restart, once', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await loop.github.settled();
    await loop.app.stop('SIGKILL');
    const told = loop.github.world.deliveries.find(({ action }) => action === 'opened');
    expect(told?.statusCode).toBe(202);
    expect(await loop.comments(pull)).toEqual([]);
    await loop.app.start();
    await until('there is a comment', async () => (await loop.comments(pull))[0]?.includes('web:1'));
    await until('there is a check', () => loop.check(pull));
    expect(await loop.comments(pull)).toHaveLength(1);
  });

  it('in the middle of a sync: it is finished after the restart, once', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('feature', {
      'k8s/web.yaml': deployment('web:2', LONG_ENOUGH),
      'k8s/banner.yaml': undefined,
      'k8s/hours.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: hours }\ndata: { open: "8" }\n',
    });
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it is applying', async () => (await loop.deployments())[0] === 'in_progress');
    await loop.app.stop('SIGKILL');
    expect((await loop.deployments())[0]).toBe('in_progress');
    await loop.app.start();
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success', 60);
    // What was written before the kill is waited for after it.
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.status.availableReplicas}')).toBe(
      '1',
    );
    expect(await syncsOf(loop)).toEqual(['plumbline_syncs_total{outcome="synced"} 1']);
    expect(await loop.deployments()).toHaveLength(2);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:2');
    expect(await loop.kubectl('get', 'configmap/hours', '-o', 'jsonpath={.data.open}')).toBe('8');
    expect(await loop.kubectl('get', 'configmap', 'banner', '--ignore-not-found', '-o', 'name')).toBe('');
    // Two changes of the Deployment since it was made: one by each pull request.
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.metadata.generation}')).toBe('2');
    const about = (await loop.comments(pull)).filter((body) => body.includes('plumbline:deployment'));
    expect(about).toHaveLength(1);
    expect(about[0]).toContain('✅ synced');
  });

  it('with a PostgreSQL server as well, where a killed worker is missed by its heartbeat', async () => {
    const postgres = await usePostgres();
    onTestFinished(() => postgres.stop());
    const loop = await startLoop({ databaseUrl: await postgres.database() });
    await loop.push('feature', { ...SHOP, 'k8s/web.yaml': deployment('web:1', LONG_ENOUGH) });
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it is applying', async () => (await loop.deployments())[0] === 'in_progress');
    await loop.app.stop('SIGKILL');
    await loop.app.start();
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success', 120);
    expect(await loop.deployments()).toHaveLength(1);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.metadata.generation}')).toBe('1');
  });
});
