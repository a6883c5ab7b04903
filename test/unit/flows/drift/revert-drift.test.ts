import { describe, expect, it } from 'vitest';
import type { Base } from '../../../../src/flows/configuration/read-base.ts';
import { countedPaths } from '../../../../src/flows/drift/own-revert.ts';
import { type Again, closeRevert, proposeRevert } from '../../../../src/flows/drift/revert-drift.ts';
import type { PullRequest } from '../../../../src/ports/pulls.ts';
import type { DriftRecord } from '../../../../src/ports/records/drift-records.ts';
import { memoryGitHub } from '../../../fakes/memory-github.ts';
import { memoryRecords } from '../../../fakes/memory-records.ts';
import { change, plan, sampleField } from '../../report/samples.ts';

const TARGET = 'production/shop';
const BRANCH = `plumbline/drift/${TARGET}`;
const PATH = `.plumbline/drift/${TARGET}.yaml`;

const driftTo = (replicas: number) =>
  plan([change({ fields: [sampleField('spec.replicas', replicas, 3, 'kubectl-edit')] })]);

type World = ReturnType<typeof createWorld>;

function createWorld() {
  const github = memoryGitHub({ 'k8s/web.yaml': 'web' });
  const { drifts } = memoryRecords();
  const { driftPulls, mirror } = github.ports;
  return { ...github, drifts, deps: { driftPulls, mirror, drifts, clock: { now: github.now } } };
}

async function baseOf({ repository, ports }: World): Promise<Base> {
  const commits = await ports.mirror.fetch(repository, { branches: ['main'] });
  return { branch: 'main', tip: commits.branch('main'), commits } as Base;
}

async function driftOf({ repository, drifts }: World): Promise<DriftRecord> {
  const fresh = { repository, target: TARGET, commit: 'c'.repeat(40), since: 0 };
  return (await drifts.find(repository.id, TARGET)) ?? fresh;
}

/** One look at a target that differs. */
async function look(world: World, replicas = 5, again?: Again): Promise<number | undefined> {
  const drift = { ...(await driftOf(world)), plan: driftTo(replicas) };
  await world.drifts.save(drift);
  return proposeRevert(world.deps, drift, await baseOf(world), again);
}

async function isCounted(world: World, head: string, changed: readonly string[] = [PATH], fork = false) {
  const { repository, drifts } = world;
  const pull = { repository, head: { sha: head, branch: BRANCH, fork } } as PullRequest;
  const deps = { drifts, jobs: { enqueue: async () => undefined } };
  return (await countedPaths(deps, pull, (await baseOf(world)).commits, changed)).includes(PATH);
}

async function opened() {
  const world = createWorld();
  await look(world);
  return world;
}

const headOf = ({ git }: World, branch = BRANCH) => git.branches.get(branch) ?? '';
const filesOf = (world: World, branch = BRANCH) => world.git.files(headOf(world, branch));

/** Somebody makes a commit, and moves the branch to it, by force where needed. */
function force({ git, people }: World, parents: readonly string[], files: Readonly<Record<string, string>>) {
  const commit = git.commit(parents, files);
  people.move(BRANCH, commit, 'mallory');
  return commit;
}

/** Somebody changes the pull request on its page. */
function edit(
  { pulls }: World,
  changes: Partial<Pick<PullRequest, 'state' | 'title'>> & { body?: string; closedAt?: number },
) {
  Object.assign(pulls.get(1) ?? {}, changes);
}

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
    world.people.push('main', { 'README.md': 'hello' });
    await look(world);
    expect(headOf(world)).toBe(before);
    await look(world, 7);
    expect(world.git.parents(headOf(world))).toEqual([before, headOf(world, 'main')]);
    expect(await isCounted(world, headOf(world))).toBe(true);
  });

  it.each<[string, (world: World) => string]>([
    ['the same record and another file', (world) => world.people.push(BRANCH, { 'evil.yaml': 'x' })],
    ['another record', (world) => world.people.push(BRANCH, { [PATH]: 'decision: none' })],
    ['nothing at all', (world) => world.people.push(BRANCH, {})],
    [
      'a merge with something in it',
      (world) => force(world, [headOf(world), headOf(world, 'main')], { ...filesOf(world), 'evil.yaml': '' }),
    ],
    [
      'the same content by somebody else, forced over it',
      (world) => force(world, [headOf(world, 'main')], filesOf(world)),
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
    world.people.push('main', { 'README.md': 'hello' });
    world.people.move(BRANCH, world.git.merge(headOf(world), headOf(world, 'main')), 'alice', true);
    expect(await isCounted(world, headOf(world))).toBe(true);
    await look(world);
    expect(world.pulls.size).toBe(1);
  });

  it("U45: a branch of somebody's that GitHub merged into it makes it theirs: nothing of it is overwritten", async () => {
    const world = await opened();
    const theirs = world.people.push('theirs', { 'k8s/web.yaml': 'theirs' });
    const merge = world.git.merge(headOf(world), theirs);
    world.people.move(BRANCH, merge, 'alice', true);
    await look(world, 6);
    expect(headOf(world)).toBe(merge);
    expect(world.pulls.size).toBe(2);
  });

  it("U16: of a fork, or with another file beside, it is not ours; nor is a record in anybody's pull request", async () => {
    const world = await opened();
    expect(await isCounted(world, headOf(world), [PATH], true)).toBe(false);
    expect(await isCounted(world, headOf(world), [PATH, 'k8s/web.yaml'])).toBe(false);
    expect(await isCounted(world, world.people.push('main', { [PATH]: 'x' }))).toBe(false);
  });

  it("U45: a branch of that name that is there already is nobody else's loss", async () => {
    const world = createWorld();
    const theirs = world.people.push(BRANCH, { 'mine.txt': 'x' });
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
          world.people.push(BRANCH, { 'mine.txt': 'x' });
          return made;
        },
      },
    };
    const changed = { ...(await driftOf(world)), plan: driftTo(9) };
    await expect(proposeRevert(deps, changed, await baseOf(world))).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    await look(world, 9);
    expect(filesOf(world)['mine.txt']).toBe('x');
    expect(world.pulls.get(2)?.branch).toBe(`${BRANCH}.2`);
  });

  it('U45: a title and words of people stay', async () => {
    const world = await opened();
    edit(world, { title: 'Wait', body: `Mine.\n\n${world.pulls.get(1)?.body}` });
    await look(world, 9);
    expect(world.pulls.get(1)).toMatchObject({ title: 'Wait' });
    expect(world.pulls.get(1)?.body).toMatch(/^Mine\.\n\n<!-- plumbline:part/);
    world.people.push(BRANCH, { 'mine.txt': 'x' });
    await look(world, 9);
    expect(world.pulls.get(1)?.title).toBe('Wait');
  });

  it('U46: closed unmerged it stays closed, until the drift changes', async () => {
    const world = await opened();
    edit(world, { state: 'closed', closedAt: world.now() });
    expect(await look(world)).toBeUndefined();
    expect(world.pulls.size).toBe(1);
    expect(world.pulls.get(1)?.body).toContain('Closed without a merge');
    await look(world, 9);
    expect(world.pulls.get(2)).toMatchObject({ state: 'open', branch: BRANCH });
  });

  it('U46: reopened it is proposed again', async () => {
    const world = await opened();
    edit(world, { state: 'closed', closedAt: world.now() });
    await look(world);
    edit(world, { state: 'open' });
    await look(world);
    expect(world.pulls.size).toBe(1);
    expect(world.pulls.get(1)?.body).toContain('Merging puts live back');
  });

  it('U46, R23: it comes back when the configured time is over', async () => {
    const world = await opened();
    const again = { text: '1h', milliseconds: 3_600_000 };
    edit(world, { state: 'closed', closedAt: world.now() });
    expect(await look(world, 5, again)).toBe(world.now() + 3_600_000);
    world.wait(3_600_000);
    expect(await look(world, 5, again)).toBeUndefined();
    expect(world.pulls.get(2)?.state).toBe('open');
  });

  it('merged it is left to its sync', async () => {
    const world = await opened();
    world.people.merge(1);
    await look(world);
    expect(world.pulls.size).toBe(1);
  });

  it('U16: a record of the same bytes that somebody else merged does not stand for ours', async () => {
    const world = await opened();
    world.people.push('main', { [PATH]: filesOf(world)[PATH] ?? '' });
    await look(world);
    expect(filesOf(world)[PATH]).not.toBe(filesOf(world, 'main')[PATH]);
    expect(await isCounted(world, headOf(world))).toBe(true);
  });

  it('is closed when live was put right, and its branch goes; with what others wrote it stays', async () => {
    const world = await opened();
    await closeRevert(world.deps, await driftOf(world), await baseOf(world));
    expect(world.pulls.get(1)?.state).toBe('closed');
    expect(world.git.branches.has(BRANCH)).toBe(false);
    const other = await opened();
    other.people.push(BRANCH, { 'mine.txt': 'x' });
    await closeRevert(other.deps, await driftOf(other), await baseOf(other));
    expect(other.pulls.get(1)?.state).toBe('open');
    expect(other.git.branches.has(BRANCH)).toBe(true);
  });
});
