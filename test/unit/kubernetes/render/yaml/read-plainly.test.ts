import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LineCounter } from 'yaml';
import type { Json } from '../../../../../src/core/json/json.ts';
import { parseYaml } from '../../../../../src/kubernetes/render/yaml/parse-yaml.ts';
import { readPlainly } from '../../../../../src/kubernetes/render/yaml/read-plainly.ts';
import { readYaml } from '../../../../../src/kubernetes/render/yaml/read-yaml.ts';
import { toJson } from '../../../../../src/kubernetes/render/yaml/to-json.ts';
import { unlikeKubectl } from '../../../../../src/kubernetes/render/yaml/unlike-kubectl.ts';
import { type Random, pick, randomOf } from '../../../../support/random.ts';
import { SEED } from '../../../../support/seed.ts';

const ROOT = new URL('../../../../../fixtures/', import.meta.url);

/** What the reader makes of it that takes any document. @returns undefined where it refuses it */
function readWhole(text: string): Json | undefined {
  const fail = (_offset: number, problem: string): never => {
    throw new Refused(problem);
  };
  try {
    const parsing = { lines: new LineCounter(), fail, problemOf: unlikeKubectl() };
    const root = parseYaml(text, parsing)?.contents ?? null;
    return toJson(root, { fail, copies: { left: 1000 }, anchors: new Map() });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

class Refused extends Error {}

const ODD = [
  ...Array.from('\n\n  \t:-?{}[],&*!|>\'"%@`#~<=a0.\\é'),
  '- ',
  ': ',
  '\n  ',
  '\n- ',
  ' #',
  '\n#c\n',
  '\n  # c\n    ',
  '|\n',
  '>-\n ',
  '""',
  "''",
];

function mutated(random: Random, text: string): string {
  let result = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const at = Math.floor(random() * result.length);
    const cut = Math.floor(random() * 4);
    result = result.slice(0, at) + (random() < 0.7 ? pick(random, ODD) : '') + result.slice(at + cut);
  }
  return result;
}

/** Short pieces of real manifests: a mistake in them matters more often. */
const PIECES = globSync('**/*.yaml', { cwd: ROOT })
  .map((file) => readFileSync(new URL(file, ROOT), 'utf8'))
  .flatMap((text) => text.split(/^---$/m))
  .flatMap((text) => [text, ...text.split(/\n(?=\S)/)])
  .filter((text) => text.trim() !== '' && text.length < 2000);

const EXTRAS = [
  'a: one\n  two\n\n  three\nb: "x\n  y"\n',
  "a: |2\n    x\n   y\nb: >+\n  folded\n\n  text\n\nc: 'it''s'\n",
  'a: {b: [1, 2, {c: "d"}], e: f g}\n? g\n: h\n',
  'list:\n- - a\n  - b\n-\n  - c\n- k: v\n  l:\n    m: [\n      n,\n      o ]\n',
  'a: [b, "c d", \'e\', 1, 0x1f, yes] # f\ng: []\nh:\n- {}\n- [ /i ,j.k ]\nl: [a/b, 2001-01-01, ~, 1e3]\n',
  'a: "\\u00e9\\x41\\n\\\n  b"\nb: # comment\n  c\nd: 0777\ne: No\nf: 1_000\n',
];

describe('a plain document', () => {
  it('is read as the reader reads it that takes any document, or left to it', () => {
    const random = randomOf(SEED);
    const read = { plainly: 0, not: 0 };
    for (let run = 0; run < 20_000; run += 1) {
      const text = mutated(random, pick(random, random() < 0.2 ? EXTRAS : PIECES));
      const plain = readPlainly(text);
      read[plain === undefined ? 'not' : 'plainly'] += 1;
      if (plain !== undefined) expect({ text, value: plain.value }).toEqual({ text, value: readWhole(text) });
    }
    expect(read.plainly).toBeGreaterThan(2000);
    expect(read.not).toBeGreaterThan(2000);
  });

  it('is none where a tab is behind a dash: the readers differ about it', () => {
    expect(readPlainly('apiVersion:\n- \t')).toBeUndefined();
  });

  it('is what nearly every manifest is', () => {
    const plain = PIECES.filter((text) => readPlainly(text) !== undefined);
    expect(plain.length / PIECES.length).toBeGreaterThan(0.5);
  });

  it('tells the line of its first key, and of what is deeper', () => {
    const [document] = readYaml('a.yaml', '# why\n\nkind: List\nitems:\n  - a: 1\n  - b: 2\n');
    expect([document?.lineAt([]), document?.lineAt(['items', 1])]).toEqual([3, 6]);
  });
});
