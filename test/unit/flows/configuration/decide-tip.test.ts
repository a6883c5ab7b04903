import { describe, expect, it } from 'vitest';
import { OpsError } from '../../../../src/core/errors.ts';
import { TIP } from '../../../../src/core/gate/tip.ts';
import { readBase } from '../../../../src/flows/configuration/read-base.ts';
import { type House, CONFIG, createHouse, refuses } from '../house.ts';

const FILE = '.github/plumbline.yml';
const LOOSE = CONFIG.replace('approvals: 1', 'approvals: 0');
const NAME = 'plumbline / configuration';
const check = (end: string) => `check ${NAME} of pushed: ${end}`;
const WAITS = [check('pending'), check('pending')];

/** Somebody pushes a configuration past every gate; the one in force is that of the first commit. */
async function pushed(house: House, text: string | undefined = LOOSE, by = 'alice'): Promise<void> {
  await readBase(house.deps, house.repository);
  house.name('pushed', house.people.push('main', { [FILE]: text }, by));
}

const look = (house: House, more = {}) => house.run('configuration', { repository: house.repository }, more);

/** Somebody presses the button that is on the check of the tip. */
async function press(house: House, user: string): Promise<void> {
  const reference = house.ports.checks.at(house.git.branches.get('main') ?? '', NAME)?.reference;
  const { fingerprint = '', shownAt } = reference ?? {};
  const button = {
    repository: 42,
    pull: TIP.pull,
    environment: TIP.environment,
    fingerprint,
    user,
    at: house.now(),
  };
  await house.records.approvals.save({ ...button, ...(shownAt !== undefined && { shownAt }) });
}

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  ['nothing was ever said of the one in force', async () => undefined, []],
  ['the same by other words is no other one', (house) => pushed(house, `# A note\n${CONFIG}`), []],
  ['another one waits for people: the button comes after its changes', pushed, WAITS],
  [
    'it waits on, and is not said again',
    async (house) => {
      await pushed(house);
      await look(house);
    },
    [],
  ],
  ['one that cannot be read is said', (house) => pushed(house, 'version: 99\n'), [check('failure')]],
  [
    'one that is gone takes its environments away: people are asked too',
    async (house) => {
      await pushed(house);
      const tip = house.git.branches.get('main') ?? '';
      const { [FILE]: _gone, ...rest } = house.git.files(tip);
      house.people.move('main', house.name('pushed', house.git.commit([tip], rest)), 'alice');
    },
    WAITS,
  ],
  [
    'somebody who may approve has: it comes into force',
    async (house) => {
      await pushed(house);
      await look(house);
      await press(house, 'bob');
    },
    ['job refresh 42', 'job configuration 42', 'job detect-drift 42/production/house', check('success')],
  ],
  [
    'whoever pushed it approves nothing',
    async (house) => {
      await pushed(house);
      await look(house);
      await press(house, 'alice');
    },
    [check('pending')],
  ],
  [
    'who may only read approves nothing',
    async (house) => {
      await pushed(house);
      await look(house);
      await press(house, 'mallory');
    },
    [check('pending')],
  ],
  [
    'what was approved was another one',
    async (house) => {
      await pushed(house);
      await look(house);
      await press(house, 'bob');
      await pushed(house, CONFIG.replace('approvals: 1', 'approvals: 2'));
    },
    WAITS,
  ],
  [
    'it was set back: the earlier button approves nothing any more',
    async (house) => {
      await pushed(house);
      await look(house);
      house.name('pushed', house.people.push('main', { [FILE]: CONFIG }));
    },
    [],
  ],
];

describe('the configuration on the branch', () => {
  it.each(ROWS)('%s', async (_name, given, heard) => {
    const house = createHouse();
    await given(house);
    expect(await look(house)).toEqual(heard);
  });

  it('that comes into force names who approved it, and when by GitHub’s clock', async () => {
    const house = createHouse();
    await pushed(house);
    await look(house);
    await press(house, 'bob');
    await look(house);
    expect(await house.records.configurations.inForce(42)).toMatchObject({
      because: 'approved',
      commit: house.git.branches.get('main'),
      approvers: ['bob'],
      since: house.now(),
      settledAt: house.now(),
    });
    expect(await look(house)).toEqual([]);
  });

  it('is looked at again where another one came into force meanwhile', async () => {
    const house = createHouse();
    await pushed(house);
    await look(house);
    await press(house, 'bob');
    const { configurations } = house.records;
    const inForce = await configurations.inForce(42);
    const advance: typeof configurations.advance = async (next, after) => {
      if (inForce !== undefined) await configurations.advance({ ...inForce, commit: 'e'.repeat(40) }, after);
      return configurations.advance(next, after);
    };
    const run = look(house, { configurations: { ...configurations, advance } });
    await expect(run).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(house.heard).toEqual([]);
  });

  it.each(['ambiguous', 'unsupported', 'invalid-source'] as const)(
    'U2: one that cannot be read (%s) is said, and the last valid one stays in force',
    async (code) => {
      const house = createHouse();
      await pushed(house);
      const find = refuses(new OpsError({ code, subject: FILE, message: 'is refused.' }));
      expect(await look(house, { configuration: { ...house.deps.configuration, find } })).toEqual([
        check('failure'),
      ]);
      const [said] = [house.ports.checks.at(house.git.branches.get('main') ?? '', NAME)?.summary];
      expect(said).toContain('The last valid configuration stays in force until this is put right.');
    },
  );

  it('what may go better next time is tried again', async () => {
    const house = createHouse();
    await pushed(house);
    const find = refuses(new OpsError({ code: 'tool-failed', subject: FILE, message: 'is refused.' }));
    const run = look(house, { configuration: { ...house.deps.configuration, find } });
    await expect(run).rejects.toThrow('is refused');
    expect(house.heard).toEqual([]);
  });
});
