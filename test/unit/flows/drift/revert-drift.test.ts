import { describe, expect, it } from 'vitest';
import { countedPaths } from '../../../../src/flows/drift/own-revert.ts';
import { type Again, closeRevert, proposeRevert } from '../../../../src/flows/drift/revert-drift.ts';
import type { PullRequest } from '../../../../src/ports/pulls.ts';
import type { DriftRecord } from '../../../../src/ports/records/drift-records.ts';
import { change, plan, sampleField } from '../../report/samples.ts';
import { createDriftWorld } from '../drift-world.ts';

const REPOSITORY = { installation: 1, id: 42, name: 'acme/shop' };
const TARGET = 'production/shop';
const BRANCH = `plumbline/drift/${TARGET}`;
const PATH = `.plumbline/drift/${TARGET}.yaml`;

const driftTo = (replicas: number) =>
  plan([change({ fields: [sampleField('spec.replicas', replicas, 3, 'kubectl-edit')] })]);

type World = ReturnType<typeof createDriftWorld>;

/** One look at a target that differs. */
async function look(world: World, replicas = 5, again?: Again): Promise<number | undefined> {
  const known: Partial<DriftRecord> = world.records.get(TARGET) ?? {};
  const drift = {
    repository: REPOSITORY,
    target: TARGET,
    commit: 'c'.repeat(40),
    since: 0,
    ...known,
    plan: driftTo(replicas),
  };
  world.records.set(TARGET, drift);
  return proposeRevert(world.deps, drift, world.base(), again);
}

async function isCounted(world: World, head: string, changed: readonly string[] = [PATH], fork = false) {
  const pull = { repository: REPOSITORY, head: { sha: head, branch: BRANCH, fork } } as PullRequest;
  const deps = { drifts: world.deps.drifts, jobs: { enqueue: async () => undefined } };
  return (await countedPaths(deps, pull, world.base().commits, changed)).includes(PATH);
}

async function opened() {
  const world = createDriftWorld();
  await look(world);
  return world;
}

const headOf = (world: World, branch = BRANCH) => world.branches.get(branch) ?? '';

describe('a drift pull request', () => {
  it('is opened once, and counts as ours', async () => {
    const world = await opened();
    await look(world);
    expect(world.pulls.size).toBe(1);
    expect(await isCounted(world, headOf(world))).toBe(true);
  });

  it('U45: follows the drift by commits on top, and never by force', async () => {
    const world = await opened();
    const before = headOf(world);
    world.push('main', { 'README.md': 'hello' });
    await look(world);
    expect(headOf(world)).toBe(before);
    await look(world, 7);
    expect(world.at(headOf(world)).parents).toEqual([before, headOf(world, 'main')]);
    expect(await isCounted(world, headOf(world))).toBe(true);
  });

  it.each<[string, (world: World) => string]>([
    ['the same record and another file', (world) => world.push(BRANCH, { 'evil.yaml': 'x' })],
    ['another record', (world) => world.push(BRANCH, { [PATH]: 'decision: none' })],
    ['nothing at all', (world) => world.push(BRANCH, {})],
    [
      'a merge with something in it',
      (world) => {
        const id = world.add([headOf(world), headOf(world, 'main')], {
          ...world.at(headOf(world)).files,
          'not-plain': '',
        });
        world.branches.set(BRANCH, id);
        return id;
      },
    ],
    [
      'the same content by somebody else, forced over it',
      (world) => {
        const id = world.add([headOf(world, 'main')], world.at(headOf(world)).files);
        world.branches.set(BRANCH, id);
        return id;
      },
    ],
  ])(
    'U16, U45: with a foreign commit of %s it is not ours, says so, and another one stands beside it',
    async (_what, push) => {
      const world = await opened();
      const theirs = push(world);
      expect(await isCounted(world, theirs)).toBe(false);
      await look(world);
      expect(headOf(world)).toBe(theirs);
      expect(world.pulls.get(1)).toMatchObject({
        state: 'open',
        title: `Changed by others: Revert drift: ${TARGET}`,
      });
      expect(world.pulls.get(1)?.body).toContain('reverts no drift by itself');
      expect(world.pulls.get(2)).toMatchObject({ branch: `${BRANCH}.2`, state: 'open' });
      expect(await isCounted(world, headOf(world, `${BRANCH}.2`))).toBe(true);
      await look(world);
      expect(world.pulls.size).toBe(2);
    },
  );

  it('U16: "Update branch" leaves it ours', async () => {
    const world = await opened();
    world.push('main', { 'README.md': 'hello' });
    const files = { ...world.at(headOf(world)).files, 'README.md': 'hello' };
    world.branches.set(BRANCH, world.add([headOf(world), headOf(world, 'main')], files));
    expect(await isCounted(world, headOf(world))).toBe(true);
    await look(world);
    expect(world.pulls.size).toBe(1);
  });

  it("U45: a branch of somebody's that GitHub merged into it makes it theirs: nothing of it is overwritten", async () => {
    const world = await opened();
    const theirs = world.add([world.branches.get('main') ?? ''], { 'k8s/web.yaml': 'theirs' });
    const merged = { ...world.at(headOf(world)).files, 'k8s/web.yaml': 'theirs' };
    const merge = world.add([headOf(world), theirs], merged);
    world.branches.set(BRANCH, merge);
    await look(world, 6);
    expect(headOf(world)).toBe(merge);
    expect(world.pulls.size).toBe(2);
  });

  it("U16: of a fork, or with another file beside, it is not ours; nor is a record in anybody's pull request", async () => {
    const world = await opened();
    expect(await isCounted(world, headOf(world), [PATH], true)).toBe(false);
    expect(await isCounted(world, headOf(world), [PATH, 'k8s/web.yaml'])).toBe(false);
    expect(await isCounted(world, world.push('main', { [PATH]: 'x' }))).toBe(false);
  });

  it("U45: a branch of that name that is there already is nobody else's loss", async () => {
    const world = createDriftWorld();
    const theirs = world.add([headOf(world, 'main')], { 'mine.txt': 'x' });
    world.branches.set(BRANCH, theirs);
    await look(world);
    expect(headOf(world)).toBe(theirs);
    expect(world.pulls.get(1)?.branch).toBe(`${BRANCH}.2`);
  });

  it('U45: what is pushed between our look and our move stays', async () => {
    const world = await opened();
    const { driftPulls } = world.deps;
    const deps = {
      ...world.deps,
      driftPulls: {
        ...driftPulls,
        commit: async (...args: Parameters<typeof driftPulls.commit>) => {
          const made = await driftPulls.commit(...args);
          world.push(BRANCH, { 'mine.txt': 'x' });
          return made;
        },
      },
    };
    const drift = world.records.get(TARGET);
    if (drift === undefined) throw new Error('There is no drift.');
    const changed = { ...drift, plan: driftTo(9) };
    await expect(proposeRevert(deps, changed, world.base())).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    await look(world, 9);
    expect(world.at(headOf(world)).files['mine.txt']).toBe('x');
    expect(world.pulls.get(2)?.branch).toBe(`${BRANCH}.2`);
  });

  it('U45: a title and words of people stay', async () => {
    const world = await opened();
    world.edit(1, { title: 'Wait', body: `Mine.\n\n${world.pulls.get(1)?.body}` });
    await look(world, 9);
    expect(world.pulls.get(1)).toMatchObject({ title: 'Wait' });
    expect(world.pulls.get(1)?.body).toMatch(/^Mine\.\n\n<!-- plumbline:part/);
    world.push(BRANCH, { 'mine.txt': 'x' });
    await look(world, 9);
    expect(world.pulls.get(1)?.title).toBe('Wait');
  });

  it('U46: closed unmerged it stays closed, until the drift changes', async () => {
    const world = await opened();
    world.edit(1, { state: 'closed', closedAt: world.now() });
    expect(await look(world)).toBeUndefined();
    expect(world.pulls.size).toBe(1);
    expect(world.pulls.get(1)?.body).toContain('Closed without a merge');
    await look(world, 9);
    expect(world.pulls.get(2)).toMatchObject({ state: 'open', branch: BRANCH });
  });

  it('U46: reopened it is proposed again', async () => {
    const world = await opened();
    world.edit(1, { state: 'closed', closedAt: world.now() });
    await look(world);
    world.edit(1, { state: 'open' });
    await look(world);
    expect(world.pulls.size).toBe(1);
    expect(world.pulls.get(1)?.body).toContain('Merging puts live back');
  });

  it('U46, R23: it comes back when the configured time is over', async () => {
    const world = await opened();
    const again = { text: '1h', milliseconds: 3_600_000 };
    world.edit(1, { state: 'closed', closedAt: world.now() });
    expect(await look(world, 5, again)).toBe(world.now() + 3_600_000);
    world.wait(3_600_000);
    expect(await look(world, 5, again)).toBeUndefined();
    expect(world.pulls.get(2)?.state).toBe('open');
  });

  it('merged it is left to its sync', async () => {
    const world = await opened();
    world.branches.set(
      'main',
      world.add([headOf(world, 'main'), headOf(world)], world.at(headOf(world)).files),
    );
    world.edit(1, { state: 'merged' });
    await look(world);
    expect(world.pulls.size).toBe(1);
  });

  it('U16: a record of the same bytes that somebody else merged does not stand for ours', async () => {
    const world = await opened();
    world.push('main', { [PATH]: world.at(headOf(world)).files[PATH] ?? '' });
    await look(world);
    const head = world.at(headOf(world)).files[PATH];
    expect(head).not.toBe(world.at(headOf(world, 'main')).files[PATH]);
    expect(await isCounted(world, headOf(world))).toBe(true);
  });

  it('is closed when live was put right, and its branch goes; with what others wrote it stays', async () => {
    const world = await opened();
    await closeRevert(world.deps, world.records.get(TARGET) as DriftRecord, world.base());
    expect(world.pulls.get(1)?.state).toBe('closed');
    expect(world.branches.has(BRANCH)).toBe(false);
    const other = await opened();
    other.push(BRANCH, { 'mine.txt': 'x' });
    await closeRevert(other.deps, other.records.get(TARGET) as DriftRecord, other.base());
    expect(other.pulls.get(1)?.state).toBe('open');
    expect(other.branches.has(BRANCH)).toBe(true);
  });
});
