import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { type ResourceId, idOf } from '../../../src/kubernetes/objects/resource.ts';
import { type Live, live, summary } from '../../support/live.ts';
import type { Settings } from '../../support/targets.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { resourceName, see, surprises } from './live-as-predicted.ts';

const FIXTURES = new URL('../../../fixtures/repositories/', import.meta.url);
const HEALTH_TIMEOUT = 60_000;

interface Repository {
  readonly name: string;
  /** Below `fixtures/repositories`. */
  readonly path: string;
  /** Absent: all of its folder, by what that holds. */
  readonly target?: Settings;
  readonly least: number;
  /** What a later commit replaces, wherever it stands, and which files it deletes. */
  readonly edits: readonly [RegExp, string][];
  readonly deletes: readonly string[];
}

const REPOSITORIES: readonly Repository[] = [
  {
    name: 'plain manifests',
    path: 'plain',
    least: 75,
    edits: [
      [/storefront:1\.4\.2/g, 'storefront:1.5.0'],
      [/memory: 1Gi/g, 'memory: 1536Mi'],
      [/PAGE_SIZE: "24"/g, 'PAGE_LENGTH: "48"'],
      [/ndots, value: "2"/g, 'ndots, value: "1"'],
    ],
    deletes: ['services/notifications.yaml'],
  },
  {
    name: 'CRDs, their namespaces and objects of theirs',
    path: 'crds',
    least: 33,
    edits: [
      [/level: 1, side: back, width: 40/g, 'level: 3, side: back, width: 60%'],
      [/doors: \[left, right\]/g, 'doors: [right, top]'],
      [/grams: 3\.2e2/g, 'grams: 320.5'],
      [/batches: \d/g, 'batches: 9'],
      [/offset: -1\.5, by: someone/g, 'offset: 0'],
      [/maximum: 450/g, 'maximum: 500'],
    ],
    deletes: [],
  },
  {
    name: 'kustomizations: two environments of four applications',
    path: 'kustomize',
    target: { path: 'kustomize/clusters/harbour' },
    least: 84,
    edits: [
      [/newTag: 3\.8\.1/g, 'newTag: 3.9.0'],
      [/sha256:7d0a1c52/g, 'sha256:9e3b4f60'],
      [/Seal Island,48/g, 'Seal Island,45\n5,Harbour,Skerries,70'],
      [/payment-key=not-a-real-key/g, 'payment-key=not-a-real-key-either'],
      [/^ +- digest\.yaml\n/gm, ''],
      [/name: timetable\n( +)count: 3/g, 'name: timetable\n$1count: 2'],
      [/domain=ferries\.example\.com/g, 'domain=ferries.example.org'],
      // Staging gets what production has.
      [
        /^( +- \.\.\/\.\.\/components\/closed-network\n)\nlabels/gm,
        '$1  - ../../components/tls-proxy\n\nlabels',
      ],
      [/maxUnavailable: 25%/g, 'minAvailable: 1'],
    ],
    deletes: ['apps/announcements/digest.yaml'],
  },
  {
    name: 'a chart of charts, with its hooks and the values of an environment',
    path: 'helm',
    target: {
      path: 'helm/museum',
      helm: { release: 'museum', values: ['helm/environments/all.yaml', 'helm/environments/old-town.yaml'] },
    },
    least: 49,
    edits: [
      [/tag: "5\.2\.0"/g, 'tag: "5.3.1"'],
      [/version: 1\.4\.2/g, 'version: 1.4.3'],
      [/ADULT: "12\.50"/g, 'ADULT: "14.00"'],
      [/sunday: 11:00/g, 'sunday: 10:00'],
      [/terminationGracePeriodSeconds: 30/g, 'terminationGracePeriodSeconds: 45'],
      [/^ +sl: .*\n/gm, ''],
      [/^ +- \{ name: yearly.*\n/gm, ''],
      [/commerce: false/g, 'commerce: true'],
      [/films:\n  enabled: true/g, 'films:\n  enabled: false'],
      [/autoscaling: \{ enabled: true/g, 'autoscaling: { enabled: false'],
    ],
    deletes: ['museum/templates/monitoring.yaml'],
  },
];

describe('a realistic repository', () => {
  for (const repository of REPOSITORIES) {
    it(`comes live as predicted, and nothing is left to do: ${repository.name}`, async () => {
      const at = await live();
      const folder = copyOf(repository);
      const target: Settings = {
        path: repository.path,
        render: 'auto',
        allowEmpty: true,
        ...repository.target,
      };
      const { changes } = await at.plan(folder, target);
      expect(changes.length).toBeGreaterThanOrEqual(repository.least);
      const ids = changes.map(({ subject }) => idOf(subject));
      onTestFinished(() => clear(at, ids));
      await comesAsPredicted(at, folder, target);
      change(folder, repository);
      await comesAsPredicted(at, folder, target);
    }, 300_000);
  }
});

async function comesAsPredicted(at: Live, folder: URL, target: Settings): Promise<void> {
  const { plan, payload } = await at.predict(folder, target);
  expect(verdictOf(plan)).toBe('different');
  const report = await at.sync(folder, target, plan.fingerprint, HEALTH_TIMEOUT);
  expect(report).toMatchObject({ status: 'synced', unhealthy: [], remaining: [] });
  const ids = [
    ...payload.objectPlans.map(({ expectation: { item } }) => item.id),
    ...plan.changes.map(({ subject }) => idOf(subject)),
  ];
  expect(surprises(payload, await see(at, ids))).toEqual([]);
  const next = await at.plan(folder, target);
  expect({ summary: summary(next), unknown: next.unknown }).toEqual({ summary: [], unknown: [] });
}

function copyOf({ path }: Repository): URL {
  const folder = pathToFileURL(`${folderWith({})}/`);
  cpSync(new URL(path, FIXTURES), new URL(path, folder), { recursive: true });
  return folder;
}

function change(folder: URL, { edits, deletes, path }: Repository): void {
  const root = new URL(`${path}/`, folder);
  for (const file of deletes) rmSync(new URL(file, root));
  const files = globSync('**/*.*', { cwd: root }).map((file) => new URL(file, root));
  for (const [what, by] of edits) {
    const edited = files.filter((file) => edit(file, what, by));
    expect(edited.length, `files with ${what}`).toBeGreaterThan(0);
  }
}

/** @returns whether there was anything to replace */
function edit(file: URL, what: RegExp, by: string): boolean {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(what, by);
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}

/** Cluster-scoped objects do not go with the test's namespace. */
async function clear(at: Live, ids: readonly ResourceId[]): Promise<void> {
  const outside = ids.filter(({ namespace }) => namespace !== at.namespace).map(resourceName);
  if (outside.length > 0) await at.kubectl(['delete', '--ignore-not-found', '--wait=false', ...outside]);
}
