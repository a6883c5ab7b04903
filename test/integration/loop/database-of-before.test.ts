import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dumpFor, loadEmbedded, loadServer, manifestOf } from '../../databases/load.ts';
import { FILES, IDS_FROM, KEPT_NAME, PULLS, leaveInTheMiddle, note } from '../../databases/scenario.ts';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { usePostgres } from '../../support/postgres.ts';
import { deployed, driftPull, onShow, passes, pressed } from '../../support/shop.ts';

/** A place for a database, and how a dump is put into it while no server has it open. */
interface Kept {
  readonly databaseUrl?: string;
  readonly load: (loop: Loop, dump: string) => Promise<void>;
}

const embed: Kept['load'] = (loop, dump) => loadEmbedded(join(loop.folder, 'data', 'database'), dump);

const PLACES: Readonly<Record<string, () => Promise<Kept>>> = {
  'the embedded database': async () => ({
    load: embed,
  }),
  'a PostgreSQL server': async () => {
    const postgres = await usePostgres();
    onTestFinished(() => postgres.stop());
    const databaseUrl = await postgres.database();
    return { databaseUrl, load: (_loop, dump) => loadServer(databaseUrl, dump) };
  },
};

/** The same world as the dump's, in the middle of the same things, and then the database of before. */
async function asBefore({ load, databaseUrl }: Kept, dump: string): Promise<Loop> {
  const options = { files: FILES, name: KEPT_NAME, idsFrom: IDS_FROM, manifest: manifestOf(dump) };
  const loop = await startLoop({ ...options, ...(databaseUrl !== undefined && { databaseUrl }) });
  onTestFinished(async () => {
    for (const target of ['bank', 'desk']) {
      const inventory = `production.shop-${KEPT_NAME}-${target}`;
      await loop.kubectl('delete', 'configmap', inventory, '-n', 'plumbline-system', '--ignore-not-found');
    }
    // Its name is not of this run alone: whoever comes next must find it gone.
    await loop.app.stop('SIGKILL');
    await loop.kubectl('delete', 'namespace', loop.namespace);
  });
  const landmarks = await leaveInTheMiddle(loop);
  await load(loop, dumpFor(dump, landmarks));
  return loop;
}

async function drifted(loop: Loop): Promise<string | undefined> {
  const lines = (await loop.app.process().metrics()).split('\n');
  const own = lines.find((line) => /^plumbline_drifted_objects\{.*shop-before"/.test(line));
  return own?.split(' ').at(-1);
}

const textOf = (loop: Loop, name: string) =>
  loop.kubectl('get', 'configmap', name, '--ignore-not-found', '-o', 'jsonpath={.data.text}');

/** Named after the last migration that each of them knew. */
const DUMPS = ['0001', '0006'];
const KEPT = Object.entries(PLACES).flatMap(([name, place]) =>
  DUMPS.map((dump) => [dump, name, place] as const),
);

describe.each(KEPT)('a database of before, %s, in %s', (dump, _name, place) => {
  it('goes on where it was, with permissions of before, and counts no approval of what nobody saw', async () => {
    const loop = await asBefore(await place(), dump);
    // Approved as it was then; it says something else by now.
    await loop.push('approved', { 'desk/door.yaml': note('door', 'shut') });
    await loop.app.start();

    await until('the sync is finished', async () => (await loop.deployments())[0] === 'success', 300);
    expect(await loop.deployments()).toHaveLength(2);
    expect(await loop.kubectl('get', 'deployment/bank', '-o', 'jsonpath={..image}')).toContain('bank:2');
    expect(await loop.kubectl('get', 'deployment/bank', '-o', 'jsonpath={.metadata.generation}')).toBe('2');

    await until('what is new is shown', async () =>
      (await loop.comments(PULLS.approved))[0]?.includes('shut'),
    );
    expect((await loop.check(PULLS.approved))?.conclusion).not.toBe('success');
    expect((await loop.check(PULLS.open))?.conclusion).not.toBe('success');

    await until('the drift is known', async () => (await drifted(loop)) === '1', 180);
    expect(await driftPull(loop)).toBe(PULLS.drift);

    // That the check of before is on show still, the database of before does not know; its button says so.
    expect(await pressed(loop, PULLS.open, 'bob')).toBe(200);
    await passes(loop, PULLS.open);
    await loop.merge(PULLS.open);
    await deployed(loop, 3);
    expect([await textOf(loop, 'hours'), await textOf(loop, 'door')]).toEqual(['nine', '']);

    await loop.kubectl('patch', 'configmap', 'banner', '--patch', '{"data":{"text":"autumn"}}');
    await until('there is no drift', async () => (await drifted(loop)) === '0', 180);
    await until('its pull request is closed', async () => (await driftPull(loop)) === undefined, 180);
  }, 900_000);
});

it('what is approved in a database of before is planned and approved again, and then deployed', async () => {
  const loop = await asBefore({ load: embed }, '0006');
  await loop.app.start();
  await until('the sync is finished', async () => (await loop.deployments())[0] === 'success', 300);
  const conclusion = async () => (await loop.check(PULLS.approved))?.conclusion;
  await until('its approval counts no more', async () => (await conclusion()) !== 'success', 180);
  // Two plans were on show on its commit by now, so that a review does not say which of them was read.
  await onShow(loop, PULLS.approved);
  expect(await pressed(loop, PULLS.approved, 'bob')).toBe(200);
  await passes(loop, PULLS.approved);
  await loop.merge(PULLS.approved);
  await deployed(loop, 3);
  expect(await textOf(loop, 'door')).toBe('wide');
}, 900_000);
