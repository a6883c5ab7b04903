import { describe, expect, it } from 'vitest';
import {
  type House,
  CONFIG,
  JOB,
  approved,
  createHouse,
  deployed,
  merged,
  planned,
  refusal,
  refuses,
} from '../house.ts';

interface Row {
  readonly name: string;
  readonly given: (house: House) => Promise<unknown>;
  readonly says: string;
  readonly by?: string;
  readonly jobs?: readonly string[];
  /** Absent: there is no reaction. */
  readonly reaction?: '+1' | '-1';
  /** A part of the answer; absent: there is none. */
  readonly answer?: string;
}

const PREVIEW = 'job preview 42#1';
const held = async (house: House) => {
  const number = house.propose();
  const pull = house.pulls.get(number);
  if (pull !== undefined) pull.fork = true;
  await house.run('preview', house.pull(number));
  await house.settle();
  return (house.git.pulls.get(number) ?? '').slice(0, 12);
};
const toRelease = async (house: House) => {
  const number = await planned(house);
  house.people.push('release', {});
  house.people.retarget(number, 'release');
};
const failed = async (house: House) => {
  await deployed(house);
  await house.records.syncs.update(1, { state: 'failed' }, 1);
};
const synced = async (house: House) => {
  await deployed(house);
  await house.settle();
};

const ROWS: readonly Row[] = [
  { name: 'what is no command is none of ours', given: planned, says: 'Looks good.' },
  { name: 'a bot commands nothing', given: planned, says: '/plumb diff', by: 'robot[bot]' },
  {
    name: 'who may only read gets no answer',
    given: planned,
    says: '/plumb diff',
    by: 'mallory',
    reaction: '-1',
  },
  { name: 'nor one about a near miss', given: planned, says: '/plumb dif', by: 'mallory' },
  {
    name: 'a near miss is told, and not guessed',
    given: planned,
    says: '/plumb dif',
    reaction: '-1',
    answer: 'This is no command',
  },
  {
    name: 'help names the environments',
    given: planned,
    says: '/plumb help',
    reaction: '+1',
    answer: 'Environments: `production`.',
  },
  { name: 'diff plans again', given: planned, says: '/plumb diff', reaction: '+1', jobs: [PREVIEW] },
  { name: 'so does retry', given: planned, says: '/plumb retry', reaction: '+1', jobs: [PREVIEW] },
  {
    name: 'nothing of a fork is planned that nobody let in',
    given: held,
    says: '/plumb diff',
    reaction: '-1',
    answer: 'nobody has let this commit in',
  },
  {
    name: 'sync deploys nothing that is not merged',
    given: approved,
    says: '/plumb sync',
    reaction: '-1',
    answer: 'is not merged',
  },
  {
    name: 'an environment that is not there is told',
    given: planned,
    says: '/plumb sync staging',
    reaction: '-1',
    answer: 'no environment',
  },
  {
    name: 'a plan’s id is no environment',
    given: planned,
    says: '/plumb approve 0123abcd',
    reaction: '-1',
    answer: 'comes behind its environment',
  },
  {
    name: 'into another branch nothing is done',
    given: toRelease,
    says: '/plumb diff',
    reaction: '-1',
    answer: 'only what is merged into `main`',
  },
  {
    name: 'help is given there too',
    given: toRelease,
    says: '/plumb',
    reaction: '+1',
    answer: 'Environments: `production`.',
  },
  {
    name: 'in a closed one nothing is done',
    given: async (house) => house.people.close(await planned(house)),
    says: '/plumb diff',
    reaction: '-1',
    answer: 'was closed',
  },
  {
    name: 'an approval counts, and is decided about',
    given: planned,
    says: '/plumb approve',
    reaction: '+1',
    jobs: ['job decide 42#1'],
  },
  {
    name: 'one’s own does not count, and the reason is told',
    given: planned,
    says: '/plumb approve production',
    by: 'alice',
    reaction: '-1',
    jobs: ['job decide 42#1'],
    answer: 'alice opened the pull request',
  },
  {
    name: 'an approval of what is being deployed is late',
    given: deployed,
    says: '/plumb approve',
    reaction: '-1',
    jobs: ['job decide 42#1'],
    answer: 'deployed already',
  },
  {
    name: 'diff is of what is not merged',
    given: merged,
    says: '/plumb diff',
    reaction: '-1',
    answer: 'Nothing was planned',
  },
  {
    name: 'sync deploys what was approved',
    given: merged,
    says: '/plumb sync',
    reaction: '+1',
    jobs: ['job deploy 42#1/'],
  },
  {
    name: 'sync of one environment deploys that one',
    given: merged,
    says: '/plumb sync production',
    reaction: '+1',
    jobs: ['job deploy 42#1/production'],
  },
  {
    name: 'sync tries what failed again',
    given: failed,
    says: '/plumb sync',
    reaction: '+1',
    jobs: ['job deploy 42#1/'],
  },
  {
    name: 'sync begins nothing that is done',
    given: synced,
    says: '/plumb sync',
    reaction: '-1',
    answer: 'Nothing was begun.',
  },
  {
    name: 'sync of what was never planned plans it',
    given: async (house) => house.merge(house.propose()),
    says: '/plumb sync',
    reaction: '+1',
    jobs: [PREVIEW],
    answer: 'merged before it was planned',
  },
  {
    name: 'retry tries what failed again',
    given: failed,
    says: '/plumb retry',
    reaction: '+1',
    jobs: ['job deploy 42#1/'],
  },
  {
    name: 'retry plans what waits for an approval again',
    given: async (house) => house.merge(await planned(house)),
    says: '/plumb retry',
    reaction: '+1',
    jobs: [PREVIEW],
  },
  {
    name: 'retry of what is done does nothing',
    given: synced,
    says: '/plumb retry',
    reaction: '-1',
    answer: 'Nothing has failed',
  },
  {
    name: 'ok is for forks',
    given: planned,
    says: '/plumb ok 0123456789ab',
    reaction: '-1',
    answer: 'Nothing waits to be let in',
  },
  {
    name: 'ok is of the head alone',
    given: held,
    says: '/plumb ok fffffffffff0',
    reaction: '-1',
    answer: 'so nothing was let in',
  },
  {
    name: 'ok lets the head in, which is planned now',
    given: held,
    says: '/plumb ok 002000000000',
    reaction: '+1',
    jobs: [PREVIEW],
  },
];

async function follow(
  house: House,
  { says, by = 'bob' }: Pick<Row, 'says' | 'by'>,
  more = {},
  context = JOB,
) {
  const comment = house.people.comment(1, says, by);
  const heard = await house.run('command', { ...house.pull(1), comment }, more, context);
  const [answer] = await house.records.answers.latest(house.pull(1), 1);
  return { comment, heard, answer };
}

describe('a command', () => {
  it.each(ROWS)('$name', async ({ given, says, by, jobs = [], reaction, answer }) => {
    const house = createHouse();
    await given(house);
    const followed = await follow(house, { says, ...(by !== undefined && { by }) });
    expect(followed.heard).toEqual([
      ...jobs,
      ...(reaction === undefined ? [] : [`reaction ${reaction} to ${followed.comment}`]),
      ...(answer === undefined ? [] : ['job answer 42#1']),
    ]);
    expect(followed.answer?.answer ?? '').toContain(answer ?? '');
    expect(followed.answer === undefined).toBe(answer === undefined);
  });

  it('is answered for who asked, with what they said', async () => {
    const house = createHouse();
    await planned(house);
    const { answer, comment } = await follow(house, { says: '  /plumb help' });
    expect(answer).toMatchObject({ comment, author: 'bob', said: '/plumb help', pull: 1, repository: 42 });
  });

  it.each([
    ['bob', ['job answer 42#1']],
    ['mallory', []],
  ])('that was edited is not followed: %s', async (by, heard) => {
    const house = createHouse();
    await planned(house);
    const comment = house.people.comment(1, 'Well.', by);
    house.people.edit(1, comment, '/plumb sync');
    expect(await house.run('command', { ...house.pull(1), comment })).toEqual(heard);
  });

  it('whose edit is told by an event alone is not followed either', async () => {
    const house = createHouse();
    await planned(house);
    const comment = house.people.comment(1, '/plumb diff');
    const heard = await house.run('command', { ...house.pull(1), comment, edited: true });
    expect(heard).toEqual(['job answer 42#1']);
  });

  it('that was deleted is none', async () => {
    const house = createHouse();
    await planned(house);
    expect(await house.run('command', { ...house.pull(1), comment: 999 })).toEqual([]);
  });

  it('waits while nobody can tell yet whether its plan was on show, but not for ever', async () => {
    const house = createHouse();
    await house.run('preview', house.pull(house.propose()));
    await house.records.previews.sent([1], house.now());
    const says = { says: '/plumb approve' };
    await expect(follow(house, says)).rejects.toMatchObject({ code: 'conflict', retryable: true });
    const { heard, comment } = await follow(house, says, {}, { ...JOB, last: true });
    expect(heard).toContain(`reaction -1 to ${comment}`);
  });

  it('waits while GitHub does not list the approval itself', async () => {
    const house = createHouse();
    await planned(house);
    const conversation = { ...house.deps.conversation, comments: async () => [] };
    await expect(follow(house, { says: '/plumb approve' }, { conversation })).rejects.toThrow(
      "not in GitHub's list of comments yet",
    );
  });

  it('where there is no configuration has nothing to plan', async () => {
    const house = createHouse({ files: { '.github/plumbline.yml': CONFIG } });
    await planned(house);
    const configuration = { ...house.deps.configuration, parse: () => ({ environments: [] }) };
    const { answer } = await follow(house, { says: '/plumb diff' }, { configuration });
    expect(answer?.answer).toContain('no configuration is in force here');
  });

  it('by somebody whose permission GitHub does not tell is not followed', async () => {
    const house = createHouse();
    await planned(house);
    const reviewers = { ...house.deps.reviewers, permission: async () => 'unknown' as const };
    const { heard, comment } = await follow(house, { says: '/plumb diff' }, { reviewers });
    expect(heard).toEqual([`reaction -1 to ${comment}`]);
  });

  it('that GitHub does not let us react to is tried again, and does the same work', async () => {
    const house = createHouse();
    await planned(house);
    const conversation = {
      ...house.deps.conversation,
      react: refuses(refusal('unreachable', { retryable: true })),
    };
    await expect(follow(house, { says: '/plumb diff' }, { conversation })).rejects.toThrow('not now');
    expect(house.heard).toEqual([PREVIEW]);
  });
});

describe('the answers', () => {
  it('stand in one comment, the latest first', async () => {
    const house = createHouse();
    await planned(house);
    await follow(house, { says: '/plumb help' });
    await follow(house, { says: '/plumb dif' });
    expect(await house.run('answer', house.pull(1))).toEqual(['comment #1 answers']);
    const bodies = (await house.deps.conversation.comments(house.pull(1))).map(({ body }) => body);
    const [answers = ''] = bodies.filter((body) => body.startsWith('<!-- plumbline:answers'));
    expect(answers.indexOf('/plumb dif')).toBeLessThan(answers.indexOf('/plumb help'));
    expect(await house.run('answer', house.pull(1))).toEqual([]);
  });

  it('are shown again where GitHub refused them', async () => {
    const house = createHouse();
    await planned(house);
    await follow(house, { says: '/plumb help' });
    const conversation = { ...house.deps.conversation, keep: refuses() };
    await expect(house.run('answer', house.pull(1), { conversation })).rejects.toThrow('not now');
    expect(await house.run('answer', house.pull(1))).toEqual(['comment #1 answers']);
  });
});
