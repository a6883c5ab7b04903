import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../../../src/core/change/change.ts';
import { type ListTypes, compare } from '../../../src/core/change/compare.ts';
import type { Json, JsonObject } from '../../../src/core/json/json.ts';
import { diffLines } from '../../../src/report/diff/diff-lines.ts';
import { hunkLines } from '../../../src/report/diff/hunks.ts';
import { change, sampleField } from './samples.ts';

const NAMED: ListTypes = {
  fields: new Map(),
  list: { keys: ['name'], entry: { fields: new Map() } },
};
const below = (...keys: string[]): ListTypes =>
  keys.reduceRight((types, key) => ({ fields: new Map([[key, types]]) }), NAMED);
const CONTAINERS = below('spec', 'containers');

const text = (fields: readonly FieldChange[]) =>
  hunkLines(fields, 'short').map(({ sign, text: line }) => `${sign} ${line}`);
const diffOf = (before: JsonObject, after: JsonObject, types: ListTypes = { fields: new Map() }) =>
  text(compare(before, after, types));
const pod = (...containers: JsonObject[]): JsonObject => ({ spec: { containers } });

describe('a diff that is read', () => {
  it('tells fields of one list entry under one header, as YAML', () => {
    const web = { name: 'web', image: 'web:1', resources: { limits: { cpu: 1, memory: '1Gi' } } };
    const fresh = { name: 'web', image: 'web:2', resources: { limits: { cpu: 1, memory: '2Gi' } } };
    expect(diffOf(pod(web), pod(fresh), CONTAINERS)).toEqual([
      '@ spec.containers[name=web]',
      '- image: web:1',
      '+ image: web:2',
      '  resources.limits:',
      '-   memory: 1Gi',
      '+   memory: 2Gi',
    ]);
  });

  it('says fields at the top of an object first, without a header', () => {
    expect(diffOf({ data: { a: '1' }, type: 'x' }, { data: { a: '2' }, type: 'y' })).toEqual([
      '- type: x',
      '+ type: y',
      '@ data',
      '- a: "1"',
      '+ a: "2"',
    ]);
  });

  it('writes a new object in the order in which people do', () => {
    const container = { env: [{ value: '1', name: 'A' }], image: 'web:1', name: 'web', args: ['-v'] };
    const after = {
      spec: { template: { spec: { containers: [container] } }, selector: {}, paused: true, replicas: 1 },
      metadata: { labels: {}, namespace: 'shop', name: 'web' },
      kind: 'Deployment',
      apiVersion: 'apps/v1',
    };
    const keys = diffLines(change({ action: 'create', after })).flatMap(
      ({ text: line }) => /(\w+):/.exec(line)?.[1] ?? [],
    );
    expect(keys.join(' ')).toBe(
      'apiVersion kind metadata name namespace labels spec replicas selector paused template spec containers ' +
        'name image args env name value',
    );
  });

  it('D5: entries in another order are that, and nothing is added or removed', () => {
    const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;
    expect(diffOf(pod(a, b, c), pod(c, a, b), CONTAINERS)).toEqual([
      '@ spec',
      '  containers: a, b, c → c, a, b  # reordered',
    ]);
  });

  it('D5: of many entries those are named that moved', () => {
    const list = Array.from({ length: 40 }, (_, i) => ({ name: `c${i}` }));
    const moved = [...list.slice(0, 38), ...list.slice(38).toReversed()];
    const [, line] = diffOf(pod(...list), pod(...moved), CONTAINERS);
    expect(line).toMatch(/^ {2}containers: …, .*c38, c39 → …, .*c39, c38 {2}# reordered$/);
    expect(line?.length).toBeLessThan(200);
  });

  it('D5: the order of args matters, and is shown line by line', () => {
    expect(diffOf({ args: ['-a', '-b'] }, { args: ['-b', '-a'] })).toEqual([
      '  args:',
      '-   - -a',
      '    - -b',
      '+   - -a',
    ]);
  });

  it('D6: a sidecar before all others is the one entry that is new', () => {
    const web = { name: 'web', image: 'web:1' };
    expect(diffOf(pod(web), pod({ image: 'proxy:1', name: 'proxy' }, web), CONTAINERS)).toEqual([
      '@ spec.containers',
      '+ - name: proxy',
      '+   image: proxy:1',
    ]);
  });

  it('C20: a list that is one value is shown whole, with what others had in it', () => {
    const field: FieldChange = {
      ...sampleField('spec.rules', ['ours', 'theirs', 'same'], ['ours', 'same', 'new']),
      writer: { manager: 'operator' },
    };
    expect(text([field])).toEqual([
      '@ spec',
      '  rules:  # written by operator; one value to the server, so entries of others are lost',
      '    - ours',
      '-   - theirs',
      '    - same',
      '+   - new',
    ]);
  });

  it('C20: where nothing of another manager is lost nothing is said of it', () => {
    const field = { ...sampleField('spec.rules', ['a'], ['a', 'b']), writer: { manager: 'operator' } };
    expect(text([field]).join('\n')).not.toContain('lost');
  });

  it('C20: entries of such a list that have names are compared by them', () => {
    const list = (image: string): Json => [
      { name: 'a', image },
      { name: 'b', image: 'x' },
    ];
    expect(diffOf({ spec: { steps: list('1') } }, { spec: { steps: list('2') } })).toEqual([
      '@ spec.steps[name=a]',
      '- image: "1"',
      '+ image: "2"',
    ]);
  });

  it('D9, C20: who wrote such a list is said, wherever in it something differs', () => {
    const list = (image: string) =>
      ['a', 'b', 'c'].map((name) => ({ name, image: name === 'b' ? image : 'x' }));
    const field = sampleField('spec.job.steps', list('1'), list('2'), 'kubectl-edit');
    expect(text([field])).toEqual([
      '@ spec.job',
      '  steps:  # written by kubectl-edit at 2026-11-23T10:00:00Z',
      '    - name: b',
      '-     image: "1"',
      '+     image: "2"',
    ]);
  });

  it('E15: says from whom a field is taken, and D9: who wrote it', () => {
    const field: FieldChange = {
      ...sampleField('spec.replicas', 5, 3, 'kubectl-edit'),
      taken: ['hpa-controller'],
    };
    expect(text([field])).toEqual([
      '@ spec',
      '- replicas: 5  # written by kubectl-edit at 2026-11-23T10:00:00Z',
      '+ replicas: 3  # taken from hpa-controller',
    ]);
  });

  it('shows of a long text the lines that change, with some around them', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    const edited = lines.with(3, 'other').with(30, 'another');
    expect(text([sampleField('data.script', `${lines.join('\n')}\n`, `${edited.join('\n')}\n`)])).toEqual([
      '@ data',
      '  script: |',
      '    line 0',
      '    line 1',
      '    line 2',
      '-   line 3',
      '+   other',
      '    line 4',
      '    line 5',
      '    line 6',
      '    …',
      '    line 27',
      '    line 28',
      '    line 29',
      '-   line 30',
      '+   another',
      '    line 31',
      '    line 32',
      '    line 33',
    ]);
  });

  it('shows a line end at the end of a text that comes or goes', () => {
    expect(text([sampleField('data.a', 'one\ntwo', 'one\ntwo\n')])).toEqual(['@ data', '- a: |-', '+ a: |']);
  });

  it('is no longer than a call can go deep', () => {
    const deep = { path: Array.from({ length: 50_000 }, () => ({ key: 'a' })), before: 1, after: 2 };
    expect(text([deep]).length).toBeLessThan(6);
  });
});
