import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import { OpsError } from '../../../../src/core/errors.ts';
import type { TargetPreview } from '../../../../src/core/plan/preview.ts';
import type { Base } from '../../../../src/flows/configuration/read-base.ts';
import { isStillPlanned } from '../../../../src/flows/preview/still-planned.ts';
import type { Engine } from '../../../../src/ports/engine.ts';
import type { Commits } from '../../../../src/ports/mirror.ts';
import type { RecordedPreview } from '../../../../src/ports/records/preview-records.ts';
import { parseConfig } from '../../../support/configuration.ts';
import { memorySource } from '../../../support/memory-source.ts';
import { plan } from '../../report/samples.ts';
import { PULL } from '../decide/sample-pull.ts';

type Tree = Readonly<Record<string, string>>;

const FILE = '.github/plumbline.yml';
/** Where a target `uses` another folder, it reads that too. */
const BEFORE: Tree = {
  [FILE]: '',
  'shop/a': '1',
  'shop/uses': 'common',
  'common/a': '1',
  'till/a': '1',
  'extra/a': '1',
};
const PROPOSED: Tree = { 'shop/b': '1' };
const [FORK, TIP, HEAD] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];

const CONFIG = parseConfig(
  `version: 1
environments:
  production:
    targets:
      shop: { engine: kubernetes, cluster: eu, path: shop }
      till: { engine: kubernetes, cluster: eu, path: till }
`,
  FILE,
);

const reads: Engine['reads'] = async ({ path }, source) => {
  const uses = (await source.files(path)).find((file) => file.path === `${path}/uses`);
  return uses === undefined ? [path] : [path, uses.text];
};

function differing(one: Tree, other: Tree): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (path) => one[path] !== other[path],
  );
}

interface Given {
  /** What the push changes. */
  readonly pushed?: Tree;
  /** What the pull request changes. */
  readonly proposed?: Tree;
  readonly forced?: boolean;
  readonly conflict?: boolean;
  readonly record?: Partial<RecordedPreview>;
  readonly records?: readonly RecordedPreview[];
}

function holds({
  pushed = {},
  proposed = PROPOSED,
  forced,
  conflict,
  record,
  records,
}: Given): Promise<boolean> {
  const trees: Readonly<Record<string, Tree>> = { [FORK]: BEFORE, [TIP]: { ...BEFORE, ...pushed } };
  const merged = (base: string) => ({ ...trees[base], ...proposed });
  const source = (tree: Tree) => memorySource(tree);
  const commits: Partial<Commits> = {
    contains: async () => forced !== true,
    source: async (commit) => source(trees[commit] ?? {}),
    changedBetween: async (before, after) => differing(trees[before] ?? {}, trees[after] ?? {}),
    changedSince: async () => Object.keys(proposed),
    changedByBase: async (before, after) => differing(merged(before), merged(after)),
    async propose(base) {
      if (conflict === true)
        throw new OpsError({ code: 'conflict', subject: 'x', message: 'they conflict.' });
      const sides = { base: source(trees[base] ?? {}), proposed: source(merged(base)) };
      return { ...sides, changed: differing(trees[base] ?? {}, merged(base)) };
    },
  };
  if (CONFIG.status === 'invalid') throw new Error('The configuration is not valid.');
  const { config } = CONFIG;
  const configuration = { paths: [FILE], parse: () => config };
  const inForce = { commit: FORK, file: { path: FILE, text: '' } };
  return isStillPlanned(
    { configuration, engines: { kubernetes: { reads } as Engine } },
    { branch: 'main', tip: TIP, commits, inForce } as unknown as Base,
    { ...PULL, head: { ...PULL.head, sha: HEAD } },
    records ?? [recorded(record)],
  );
}

function recorded(more: Partial<RecordedPreview> = {}): RecordedPreview {
  const of = { id: 1, repository: 1, pull: 7, environment: 'production', head: HEAD, base: FORK, madeAt: 0 };
  return { ...of, targets: [planned([])], ...more };
}

function planned(changes: readonly Change[], unknown: readonly object[] = []): TargetPreview {
  const made = { ...plan(changes), unknown: unknown as never };
  return { status: 'planned', target: 'production/shop', plan: made, yours: [], drifted: [], adopted: [] };
}

const DELETION = {
  subject: { kind: 'Service', scope: 'shop', name: 'x' },
  action: 'delete',
} as const;
const deleting = planned([{ ...DELETION, fields: [], marks: [] }]);
const failed: TargetPreview = {
  status: 'failed',
  target: 'production/shop',
  code: 'unreachable',
  message: 'No',
};

const made = planned([]);
const OUTDATED: TargetPreview =
  made.status === 'failed' ? made : { ...made, plan: { ...made.plan, outdated: true } };

describe('plans hold after a push', () => {
  it.each<[string, Given]>([
    ['of what no target reads', { pushed: { 'README.md': '' } }],
    ['that another target reads', { pushed: { 'till/a': '2' } }],
    [
      'of a file that the proposal changes too, and no target reads',
      { pushed: { 'extra/a': '2' }, proposed: { 'shop/b': '1', 'extra/a': '3' } },
    ],
    ['of nothing', { record: { base: TIP } }],
    [
      'where the pull request touches no target',
      { proposed: { note: '' }, pushed: { 'shop/a': '2' }, record: { targets: [] } },
    ],
  ])('%s', async (_push, given) => {
    expect(await holds(given)).toBe(true);
  });
});

describe('plans are made anew after a push', () => {
  it.each<[string, Given]>([
    ["of their target's files", { pushed: { 'shop/a': '2' } }],
    ['of what their target reads elsewhere', { pushed: { 'common/a': '2' } }],
    ['of what their target reads from now on', { pushed: { 'shop/uses': 'extra' } }],
    ['of what only the proposal reads', { pushed: { 'extra/a': '2' }, proposed: { 'shop/uses': 'extra' } }],
    ['by which another target reads what is proposed', { pushed: { 'till/uses': 'shop' } }],
    ['of the configuration', { pushed: { [FILE]: 'x' } }],
    ['of the record of a drift', { pushed: { '.plumbline/drift/production/shop.yaml': '' } }],
    [
      'to where what they delete may have moved',
      { pushed: { 'till/a': '2' }, record: { targets: [deleting] } },
    ],
    ['with which the proposal conflicts', { pushed: { 'README.md': '' }, conflict: true }],
    ['by force', { pushed: { 'README.md': '' }, forced: true }],
  ])('%s', async (_push, given) => {
    expect(await holds(given)).toBe(false);
  });
});

describe('plans are made anew after any push', () => {
  it.each<[string, Given]>([
    ['where there are none', { records: [] }],
    ['where they are of another head', { record: { head: FORK } }],
    ['where an environment has none', { record: { environment: 'staging' } }],
    ['where one failed', { record: { targets: [failed] } }],
    ['where one is of an earlier version', { record: { targets: [OUTDATED] } }],
    ['where one cannot tell', { record: { targets: [planned([], [{}])] } }],
    [
      'where one is of a target that is gone',
      { record: { targets: [{ ...failed, target: 'production/gone' }] } },
    ],
    ['where they wait for a fork to be let in', { record: { held: true } }],
    ['where the configuration is proposed', { proposed: { 'shop/b': '1', [FILE]: 'x' } }],
    [
      'where the record of a drift is proposed',
      { proposed: { '.plumbline/drift/production/shop.yaml': '' } },
    ],
  ])('%s', async (_where, given) => {
    expect(await holds({ pushed: { 'README.md': '' }, ...given })).toBe(false);
  });

  it('where a later plan failed, and an earlier one did not', async () => {
    const records = [recorded(), recorded({ id: 2, targets: [failed] })];
    expect(await holds({ records })).toBe(false);
    expect(await holds({ records: records.toReversed() })).toBe(true);
  });
});
