import { describe, expect, it } from 'vitest';
import { createConfiguration } from '../../../../src/config/repository/configuration.ts';
import {
  configOf,
  isReadable,
  readableConfigOf,
} from '../../../../src/flows/configuration/configuration-in-force.ts';
import { readBase } from '../../../../src/flows/configuration/read-base.ts';
import type { ConfigurationRecord } from '../../../../src/ports/records/configuration-records.ts';
import { LIGHTS_FORMAT } from '../../../support/lights-engine.ts';
import { type House, CONFIG, createHouse, planned, refusal, refuses } from '../house.ts';

const FILE = '.github/plumbline.yml';
const inForce = (house: House, set?: string) =>
  readBase({ ...house.deps, setByServer: () => set }, house.repository);

describe('the configuration in force', () => {
  it('is the branch’s where the repository is seen for the first time, and stays', async () => {
    const house = createHouse();
    const first = await inForce(house);
    expect(first.inForce).toMatchObject({ because: 'first-seen', commit: first.tip, since: house.now() });
    house.people.push('main', { [FILE]: CONFIG.replace('approvals: 1', 'approvals: 0') });
    const second = await inForce(house);
    expect(second.inForce).toEqual(first.inForce);
    expect((await second.config())?.environments[0]?.gate.approvals).toBe(1);
  });

  it('may be none', async () => {
    const house = createHouse();
    const tip = house.git.branches.get('main') ?? '';
    house.git.branches.set('main', house.git.commit([tip], { 'README.md': '' }));
    const base = await inForce(house);
    expect([await base.config(), base.inForce.file]).toEqual([undefined, undefined]);
  });

  it('is the one that judged last, where previews are older than this record', async () => {
    const house = createHouse();
    const tip = house.git.branches.get('main') ?? '';
    const of = { repository: 42, pull: 1, environment: 'production', head: 'h', targets: [], madeAt: 1 };
    await house.records.previews.save({ ...of, base: tip });
    house.people.push('main', { [FILE]: CONFIG.replace('approvals: 1', 'approvals: 0') });
    expect((await inForce(house)).inForce).toMatchObject({ because: 'first-seen', commit: tip });
  });

  it('is the branch’s where what judged last is not on it any more', async () => {
    const house = createHouse();
    const of = { repository: 42, pull: 1, environment: 'production', head: 'h', targets: [], madeAt: 1 };
    await house.records.previews.save({ ...of, base: 'e'.repeat(40) });
    const base = await inForce(house);
    expect(base.inForce.commit).toBe(base.tip);
  });

  it('is the server’s word, once: what people approve afterwards comes after it', async () => {
    const house = createHouse();
    const first = await inForce(house);
    const commit = house.people.push('main', { [FILE]: CONFIG.replace('approvals: 1', 'approvals: 2') });
    const set = await inForce(house, commit);
    expect(set.inForce).toMatchObject({ because: 'server', commit });
    await house.records.configurations.advance({ ...first.inForce, because: 'approved' }, set.inForce.id);
    expect((await inForce(house, commit)).inForce.because).toBe('approved');
  });

  it('is not guessed where Git does not answer', async () => {
    const house = createHouse();
    const mirror = { fetch: refuses(refusal('unreachable', { retryable: true })) };
    await expect(readBase({ ...house.deps, mirror }, house.repository)).rejects.toThrow('not now');
    expect(await house.records.configurations.inForce(42)).toBeUndefined();
  });
});

describe('the text of a record', () => {
  const record = (text?: string): ConfigurationRecord => ({
    id: 1,
    repository: 42,
    commit: 'c'.repeat(40),
    because: 'first-seen',
    approvers: [],
    since: 0,
    at: 0,
    ...(text !== undefined && { file: { path: FILE, text } }),
  });
  const configuration = createConfiguration([LIGHTS_FORMAT]);

  it.each<[string, string | undefined, boolean, number | undefined]>([
    ['a valid one', CONFIG, true, 1],
    ['none at all', undefined, true, undefined],
    ['one of another version', 'version: 99\n', false, undefined],
  ])('%s', (_name, text, readable, environments) => {
    expect(isReadable(configuration, record(text))).toBe(readable);
    expect(readableConfigOf(configuration, record(text))?.environments.length).toBe(environments);
  });

  it('that cannot be read says so to who insists', () => {
    expect(() => configOf(configuration, record('version: 99\n'))).toThrow(
      'ccccccc, the configuration in force',
    );
  });

  it('a bug of the reader is no unreadable configuration', () => {
    const parse = () => {
      throw new Error('a bug');
    };
    expect(() => readableConfigOf({ ...configuration, parse }, record(CONFIG))).toThrow('a bug');
  });
});

it('U2: a proposal that touches it gets a check; a later one that leaves it alone clears an earlier failure', async () => {
  const house = createHouse();
  const number = house.propose({ [FILE]: 'version: 99\n' });
  const check = 'check plumbline / configuration of head';
  expect(await house.run('preview', house.pull(number))).toContain(`${check}: failure`);
  house.name('head', house.people.push('topic', { [FILE]: CONFIG, 'lights/rooms': 'kitchen off\n' }));
  expect(await house.run('preview', house.pull(number))).not.toContain(`${check}: failure`);
  const other = createHouse();
  expect((await planned(other)) > 0 && other.heard.join()).not.toContain('configuration');
});
