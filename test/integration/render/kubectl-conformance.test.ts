import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpsError } from '../../../src/core/errors.ts';
import { type Json, canonicalJson, isObject } from '../../../src/core/json/json.ts';
import { readYaml } from '../../../src/kubernetes/render/yaml/read-yaml.ts';
import { scale } from '../../support/scale.ts';
import { oddManifest, readByKubectl } from './kubectl.ts';
import { SCALARS } from './scalar-samples.ts';
import { specText } from './yaml-text.ts';

/** Well-formed to kubectl, but more likely a mistake than meant: refused by us. */
const REFUSED_BY_US = new Set([
  '{0.00001: 1}',
  '{.inf: 1}',
  '[&a 1, {*a : 2}]',
  '{"yes": 1, y: 2}',
  '[?a]',
  '{?a: 1}',
]);
/** JSON's own escapes: kubectl knows them in JSON files only, we do everywhere. */
const REFUSED_BY_KUBECTL = new Set(['"\\ud83d\\ude00"', '"a\\/b"']);

describe('a scalar means to us what it means to kubectl', () => {
  const samples = new Map(SCALARS.map((text, i) => [`s${i}`, text]));

  it('A1, A2, A2b, A3: every scalar that we read', async () => {
    const manifests = new Map(
      [...samples].map(([name, text]) => [name, oddManifest(`spec:\n  v: ${text}\n`, name)]),
    );
    const read = [...manifests].filter(
      ([name, text]) => readSpec(text) !== undefined && !REFUSED_BY_KUBECTL.has(samples.get(name) ?? ''),
    );
    await expectSame(new Map(read));
    expect(read.length).toBeGreaterThan(200);
  });

  it.each(SCALARS.filter((text) => readSpec(oddManifest(`spec:\n  v: ${text}\n`, 'a')) === undefined))(
    'A1: what we refuse, kubectl refuses: %s',
    async (text) => {
      const byKubectl = await readByKubectl(oddManifest(`spec:\n  v: ${text}\n`, 'a'));
      expect(byKubectl !== undefined).toBe(REFUSED_BY_US.has(text));
    },
  );
});

describe('a document means to us what it means to kubectl', () => {
  it('A1–A3, A7: documents of any shape, at least two thirds of them such as we read', async () => {
    const count = scale('generated YAML documents that kubectl reads beside us');
    const texts = fc
      .sample(specText, { numRuns: count })
      .map((text, i): [string, string] => [`d${i}`, oddManifest(text, `d${i}`)]);
    const read = texts.filter(([, text]) => readSpec(text) !== undefined);
    expect(read.length).toBeGreaterThanOrEqual((count * 2) / 3);
    await expectSame(new Map(read));
  });
});

/** What we read of a manifest's `spec`, or undefined where we refuse it. */
function readSpec(manifest: string): Json | undefined {
  try {
    const value = readYaml('a.yaml', manifest, { asKubectl: true })[0]?.value;
    return isObject(value) ? (value['spec'] ?? null) : undefined;
  } catch (error) {
    if (error instanceof OpsError) return undefined;
    throw error;
  }
}

/** One call of kubectl for all, since each costs 0.1 s. Compared as text, so that numbers must print alike too. */
async function expectSame(manifests: ReadonlyMap<string, string>): Promise<void> {
  const byKubectl = await readByKubectl([...manifests.values()].join('---\n'));
  expect(byKubectl?.size).toBe(manifests.size);
  for (const [name, manifest] of manifests)
    expect(canonicalJson(readSpec(manifest)), manifest).toBe(canonicalJson(byKubectl?.get(name)));
}
