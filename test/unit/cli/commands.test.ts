import { describe, expect, it, onTestFinished } from 'vitest';
import type { CliDeps } from '../../../src/cli/deps.ts';
import { createConfiguration } from '../../../src/config/repository/configuration.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { LIGHTS_FORMAT, createLights, liveIn } from '../../support/lights-engine.ts';
import { memorySource } from '../../support/memory-source.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { refusal, refuses } from '../flows/house.ts';
import { commandLine } from './command-line.ts';

const FILE = '.github/plumbline.yml';
const CONFIG = `version: 1
environments:
  production:
    targets:
      house: { engine: lights, house: number-9, path: lights }
`;
const FILES: Readonly<Record<string, string>> = { [FILE]: CONFIG, 'lights/rooms': 'kitchen on\n' };
const ON = { kitchen: 'on' };
const OFF = { kitchen: 'off' };

interface Site {
  readonly files?: Readonly<Record<string, string>>;
  /** What a pull request's merge would make of them. */
  readonly proposed?: Readonly<Record<string, string>>;
  readonly live?: Readonly<Record<string, string>>;
  /** What a person answers; absent: nobody is there. */
  readonly answer?: boolean;
}

/** Types a command in a checkout. */
async function type(typed: string, site: Site = {}, more: Partial<CliDeps> = {}) {
  const { files = FILES, proposed = files, live = ON, answer } = site;
  const house = folderWith(live);
  const plans = new Map<string, Plan>();
  const asked: string[] = [];
  const source = memorySource(files);
  const changed = Object.keys(proposed).filter((path) => proposed[path] !== files[path]);
  const base = { ...source, description: 'main' };
  const repository = {
    root: '/home/ana/shop',
    workingSource: () => source,
    propose: async () => ({ base, proposed: memorySource(proposed), changed }),
  };
  const told = await commandLine(typed.split(' '), {
    cwd: '/home/ana/shop',
    clock: { now: () => 0, sleep: async () => undefined },
    configuration: createConfiguration([LIGHTS_FORMAT]),
    records: {
      save: async (plan) => void plans.set(plan.fingerprint, plan),
      find: async (fingerprint) => plans.get(fingerprint),
    },
    repositoryAt: async () => repository,
    interruptible: () => new AbortController().signal,
    engines: async () => ({ lights: createLights(house) }),
    ...(answer !== undefined && { terminal: terminalOf(answer, asked) }),
    ...more,
  });
  return { ...told, asked, plans: [...plans.keys()], live: Object.fromEntries(liveIn(house)) };
}

/** A terminal with a person who answers so; what is printed is of no matter. */
function terminalOf(answer: boolean, asked: string[]): CliDeps['terminal'] {
  const same = (text: string) => text;
  const plain = { added: same, removed: same, danger: same, dim: same, bold: same };
  const confirm = async (question: string) => {
    asked.push(question);
    return answer;
  };
  const print = () => undefined;
  return { out: print, err: print, outStyle: plain, errStyle: plain, interactive: true, confirm };
}

interface Row {
  readonly typed: string;
  readonly when: string;
  readonly site?: Site;
  readonly code: 0 | 1 | 2;
  /** Of what is printed; absent: nothing is. */
  readonly out?: RegExp;
  readonly err?: RegExp;
  /** Live afterwards. Default: as before. */
  readonly live?: Readonly<Record<string, string>>;
}

const UNREADABLE = { ...FILES, 'lights/rooms': 'kitchen dimmed\n' };
const INVALID = { ...FILES, [FILE]: 'version: 1\nenvironments: { production: { targtes: {} } }\n' };
const TWO = { ...FILES, [FILE]: `${CONFIG}      flat: { engine: lights, house: number-7, path: lights }\n` };

const ROWS: readonly Row[] = [
  { typed: 'diff lights', when: 'live is so already', code: 0, out: /No differences/ },
  { typed: 'diff lights', when: 'live differs', site: { live: OFF }, code: 2, out: /kitchen/ },
  { typed: 'diff lights -o json', when: 'live differs', site: { live: OFF }, code: 2, out: /^\{\n/ },
  { typed: 'diff lights -o markdown', when: 'live differs', site: { live: OFF }, code: 2, out: /kitchen/ },
  {
    typed: 'diff lights',
    when: 'it cannot be planned',
    site: { files: UNREADABLE },
    code: 1,
    out: /neither on nor off/,
  },
  {
    typed: 'diff lights',
    when: 'two targets have the path',
    site: { files: TWO },
    code: 1,
    err: /it is the path of production\/house and production\/flat/,
  },
  {
    typed: 'diff lights/kitchen',
    when: 'it is a part of a target',
    code: 1,
    err: /is a part of target production\/house/,
  },
  {
    typed: 'diff lights --environment staging',
    when: 'there is none',
    code: 1,
    err: /Known environments: production/,
  },
  {
    typed: 'diff lights --namespace shop',
    when: 'the target is configured',
    code: 1,
    err: /Change it there/,
  },
  {
    typed: 'diff lights',
    when: 'the configuration is not valid',
    site: { files: INVALID },
    code: 1,
    err: /targtes/,
  },
  { typed: 'preview', when: 'nothing is proposed', code: 0, out: /./ },
  {
    typed: 'preview',
    when: 'a light is to change',
    site: { proposed: { ...FILES, 'lights/rooms': 'kitchen off\n' } },
    code: 2,
    out: /kitchen/,
  },
  {
    typed: 'preview',
    when: 'it cannot be planned',
    site: { proposed: UNREADABLE },
    code: 1,
    out: /neither on nor off/,
  },
  { typed: 'preview main..topic', when: 'the range has two dots', code: 1, err: /with three dots/ },
  {
    typed: 'preview',
    when: 'the proposal brings the configuration',
    site: { files: { 'lights/rooms': '' }, proposed: FILES },
    code: 1,
    err: /only in the proposal/,
  },
  {
    typed: 'preview',
    when: 'there is no configuration',
    site: { files: { 'lights/rooms': '' } },
    code: 1,
    err: /there is none\. Merge a configuration first/,
  },
  {
    typed: 'preview --name other',
    when: 'the targets are configured',
    code: 1,
    err: /preview one folder with --path DIR/,
  },
  { typed: 'sync lights', when: 'live is so already', code: 0, out: /./, err: /./ },
  {
    typed: 'sync lights',
    when: 'nobody is there to ask',
    site: { live: OFF },
    code: 2,
    err: /Approve it with --plan [0-9a-f]{32}/,
  },
  {
    typed: 'sync lights --yes',
    when: 'live differs',
    site: { live: OFF },
    code: 0,
    out: /./,
    err: /kitchen/,
    live: ON,
  },
  {
    typed: 'sync lights --yes',
    when: 'it cannot be planned',
    site: { files: UNREADABLE, live: OFF },
    code: 1,
    err: /neither on nor off/,
  },
  {
    typed: `sync lights --plan ${'0'.repeat(32)}`,
    when: 'that is another plan',
    site: { live: OFF },
    code: 2,
    out: /./,
  },
  { typed: 'status', when: 'all is well', code: 0, out: /production\/house/ },
  { typed: 'status', when: 'live differs', site: { live: OFF }, code: 2, out: /production\/house/ },
  { typed: 'status house', when: 'it is named', code: 0, out: /production\/house/ },
  { typed: 'status production/house -o json', when: 'it is named', code: 0, out: /"production\/house"/ },
  {
    typed: 'status',
    when: 'it cannot be planned',
    site: { files: UNREADABLE },
    code: 1,
    out: /neither on nor off/,
  },
  { typed: 'status --name x', when: 'only the name is told', code: 1, err: /./ },
  {
    typed: 'validate',
    when: 'it is valid',
    code: 0,
    out: /^\.github\/plumbline\.yml: valid\. 1 environment, 1 target\.$/,
  },
  { typed: 'validate', when: 'it is not', site: { files: INVALID }, code: 1, err: /targtes/ },
  { typed: 'validate -o json', when: 'it is not', site: { files: INVALID }, code: 1, out: /"valid": false/ },
  {
    typed: 'validate',
    when: 'there is none',
    site: { files: {} },
    code: 1,
    err: /there is none\. Write one/,
  },
  { typed: '--version', when: 'it is asked for', code: 0, out: /^1\.2\.3$/ },
  { typed: 'sync --help', when: 'it is asked for', code: 0, out: /--timeout <seconds>/ },
];

describe('a command line', () => {
  it.each(ROWS)('plumb $typed: $when', async ({ typed, site = {}, code, out, err, live }) => {
    const told = await type(typed, site);
    expect({ code: told.code, live: told.live }).toEqual({ code, live: live ?? site.live ?? ON });
    expect(told.out).toMatch(out ?? /^$/);
    expect(told.err).toMatch(err ?? /^$/);
  });

  it.each([
    [true, 0, ON],
    [false, 2, OFF],
  ] as const)('plumb sync asks a person, who says %s', async (answer, code, live) => {
    const told = await type('sync lights', { live: OFF, answer });
    expect(told.asked).toEqual(['Apply this plan to number-9? Only "yes" applies it:']);
    expect([told.code, told.live]).toEqual([code, live]);
  });

  it('plumb sync asks nobody where there is nothing to apply', async () => {
    expect(await type('sync lights', { answer: false })).toMatchObject({ asked: [], code: 0 });
  });

  it('plumb diff keeps its plan, so that a stale sync can tell what is different', async () => {
    const { plans } = await type('diff lights', { live: OFF });
    expect(plans).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it.each(['diff lights', 'preview', 'status', 'sync lights --yes'])(
    'plumb %s: an engine that does not answer is no "nothing to do"',
    async (typed) => {
      const proposed = { ...FILES, 'lights/rooms': 'kitchen off\n' };
      const lights = { ...createLights(''), open: refuses(refusal('unreachable')) };
      const told = await type(typed, { proposed }, { engines: async () => ({ lights }) });
      expect(told.code).toBe(1);
      expect(told.out + told.err).toContain('not now');
    },
  );

  it('a bug is not told as a refusal', async () => {
    const lights = { ...createLights(''), open: refuses(new Error('a bug')) };
    await expect(type('diff lights', {}, { engines: async () => ({ lights }) })).rejects.toThrow('a bug');
  });

  it('plumb status tells the worst of all targets', async () => {
    const house = folderWith(ON);
    const [good, bad] = [
      createLights(house),
      { ...createLights(house), open: refuses(refusal('unreachable')) },
    ];
    const pick = {
      ...good,
      open: (target: Parameters<typeof good.open>[0]) =>
        (target.destination === 'number-9' ? good : bad).open(target),
    };
    const told = await type('status', { files: TWO }, { engines: async () => ({ lights: pick }) });
    expect([told.code, told.out]).toEqual([1, expect.stringContaining('not now')]);
  });

  it('plumb serve ends when it is asked to, and ends its work first', async () => {
    const done: string[] = [];
    const startServer = async () => {
      done.push('started');
      return { stop: async () => void done.push('stopped') };
    };
    const askedToEnd = async () => void done.push('asked to end');
    onTestFinished(() => expect(done).toEqual(['started', 'asked to end', 'stopped']));
    expect((await type('serve', {}, { startServer, askedToEnd })).code).toBe(0);
  });

  it('plumb serve tells why it cannot start', async () => {
    const startServer = refuses(refusal('invalid-config', { message: 'PLUMBLINE_APP_ID is not set' }));
    expect(await type('serve', {}, { startServer })).toMatchObject({
      code: 1,
      out: '',
      err: 'error: acme/shop: PLUMBLINE_APP_ID is not set',
    });
  });
});
