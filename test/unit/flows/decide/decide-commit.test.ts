import { describe, expect, it } from 'vitest';
import { type House, CHECK, CONFIG, approved, createHouse, planned, refusal, refuses } from '../house.ts';

const COMMENT = 'comment #1 preview';
const PENDING = `check ${CHECK} of head: pending`;
const PASSED = `check ${CHECK} of head: success`;

/** Decides the head of the house's pull request. */
async function decide(house: House, more: Parameters<House['run']>[2] = {}): Promise<readonly string[]> {
  const commit = house.git.pulls.get(1) ?? '';
  return house.run('decide-commit', { repository: house.repository, commit }, more);
}

/** Planned, and nothing of it shown. */
async function unshown(house: House): Promise<void> {
  await house.run('preview', house.pull(house.propose()));
}

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  [
    'a plan is put on show: the check without a verdict, the comment, the check',
    unshown,
    [PENDING, COMMENT, PENDING],
  ],
  ['its own comment was an update of the pull request: the check says that it was seen', planned, [PENDING]],
  [
    'what is on show already, and the same, is not written again',
    async (house) => {
      await planned(house);
      await decide(house);
    },
    [],
  ],
  [
    'an approval turns the check',
    async (house) => house.people.review(await planned(house)),
    [COMMENT, PASSED],
  ],
  [
    'so does the word of an approval in a comment',
    async (house) => house.people.comment(await planned(house), '/plumb approve'),
    [COMMENT, PASSED],
  ],
  [
    'one’s own approval does not count',
    async (house) => house.people.review(await planned(house), 'APPROVED', 'alice'),
    [PENDING],
  ],
  [
    'neither does that of somebody who may only read',
    async (house) => house.people.review(await planned(house), 'APPROVED', 'mallory'),
    [PENDING],
  ],
  [
    'an objection blocks',
    async (house) => house.people.review(await approved(house), 'CHANGES_REQUESTED', 'carol'),
    [COMMENT, `check ${CHECK} of head: failure`],
  ],
  [
    'an approval before the plan was on show does not count',
    async (house) => {
      const number = house.propose();
      house.people.review(number);
      await house.run('preview', house.pull(number));
    },
    [PENDING, COMMENT, PENDING],
  ],
  [
    'a plan that changes nothing needs nobody',
    async (house) => planned(house, { 'README.md': 'Lights' }),
    [],
  ],
  [
    'what was approved and merged is deployed',
    async (house) => house.merge(await approved(house)),
    [PASSED, 'job deploy 42#1'],
  ],
  [
    'what was merged without an approval is told so',
    async (house) => house.merge(await planned(house)),
    [PENDING, 'comment #1 deployment'],
  ],
  [
    'the checks of a head that no pull request has any more are withdrawn',
    async (house) => house.people.close(await approved(house)),
    [PENDING, 'job queue 42'],
  ],
  [
    'those of one into another branch too',
    async (house) => {
      const number = await approved(house);
      house.people.push('release', {});
      house.people.retarget(number, 'release');
    },
    [PENDING, 'job queue 42'],
  ],
];

describe('the decision about a commit', () => {
  it.each(ROWS)('%s', async (_name, given, heard) => {
    const house = createHouse();
    await given(house);
    expect(await decide(house)).toEqual(heard);
  });

  it('is made once: withdrawn checks are not looked for any more', async () => {
    const house = createHouse();
    house.people.close(await approved(house));
    expect(await house.records.previews.standing(42)).toHaveLength(1);
    await decide(house);
    expect(await house.records.previews.standing(42)).toEqual([]);
    expect(await decide(house)).toEqual(['job queue 42']);
  });

  it('has its times from GitHub: what was sent, and what was accepted', async () => {
    const house = createHouse();
    await unshown(house);
    await decide(house);
    const [record] = await house.records.previews.ofPull(house.pull(1));
    expect([record?.sentAt, record?.shownAt]).toEqual([house.now(), house.now()]);
  });

  it('marks what it sent although GitHub answered nothing: somebody may have seen it', async () => {
    const house = createHouse();
    await unshown(house);
    const checks = { ...house.deps.checks, publish: refuses(refusal('unreachable', { retryable: true })) };
    await expect(decide(house, { checks })).rejects.toThrow('not now');
    const [record] = await house.records.previews.ofPull(house.pull(1));
    expect(record?.sentAt).toBe(house.now());
    expect(record).not.toHaveProperty('shownAt');
    expect(await decide(house)).toEqual([PENDING, COMMENT, PENDING]);
  });

  it('has no verdict of a plan whose comment is not there yet', async () => {
    const house = createHouse();
    await unshown(house);
    const lost = refuses(refusal('unreachable', { retryable: true }));
    const conversation = { ...house.deps.conversation, keep: lost };
    await expect(decide(house, { conversation })).rejects.toThrow('not now');
    expect(house.heard).toEqual([PENDING]);
    const [record] = await house.records.previews.ofPull(house.pull(1));
    expect(record).not.toHaveProperty('shownAt');
  });

  it('stands in the check alone where the conversation is locked', async () => {
    const house = createHouse();
    await unshown(house);
    const conversation = { ...house.deps.conversation, keep: refuses(refusal('forbidden')) };
    expect(await decide(house, { conversation })).toEqual([PENDING, PENDING, PENDING]);
    const check = house.ports.checks.at(house.git.pulls.get(1) ?? '', CHECK);
    expect(check?.summary).toContain('not now');
    expect((await house.records.previews.ofPull(house.pull(1)))[0]?.shownAt).toBe(house.now());
  });

  it('does not write over the comment of a later push', async () => {
    const house = createHouse();
    await unshown(house);
    const commit = house.git.pulls.get(1) ?? '';
    const read = house.deps.pulls.read;
    let asked = 0;
    const pulls = {
      ...house.deps.pulls,
      // The push comes between the first look and the comment.
      read: (...args: Parameters<typeof read>) => {
        if ((asked += 1) === 2) house.people.push('topic', { 'lights/rooms': 'hall on\n' });
        return read(...args);
      },
    };
    const run = house.run('decide-commit', { repository: house.repository, commit }, { pulls });
    await expect(run).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(house.heard).not.toContain(COMMENT);
  });

  it('is the strictest of all pull requests with the head; each has its own comment', async () => {
    const house = createHouse();
    const first = await approved(house);
    const second = house.people.open('topic', 'carol');
    expect(second).not.toBe(first);
    await house.run('preview', house.pull(second));
    const heard = await house.settle();
    expect(heard).toContain(`comment #${second} preview`);
    expect(house.ports.checks.at(house.git.pulls.get(1) ?? '', CHECK)?.conclusion).toBeUndefined();
  });

  it('concludes the check of an environment that is gone', async () => {
    const house = createHouse();
    await planned(house);
    const inForce = await house.records.configurations.inForce(42);
    const file = { path: '.github/plumbline.yml', text: CONFIG.replace('production:', 'prod:') };
    if (inForce !== undefined) await house.records.configurations.advance({ ...inForce, file }, inForce.id);
    expect(await decide(house)).toContain(`check ${CHECK} of head: neutral`);
  });

  it('leaves the checks as they are where the configuration in force cannot be read', async () => {
    const house = createHouse();
    await planned(house);
    const inForce = await house.records.configurations.inForce(42);
    const file = { path: '.github/plumbline.yml', text: 'version: 99\n' };
    if (inForce !== undefined) await house.records.configurations.advance({ ...inForce, file }, inForce.id);
    expect((await decide(house)).filter((words) => words.endsWith('neutral'))).toEqual([]);
  });
});
