import { describe, expect, it } from 'vitest';
import { compare } from '../../../../src/core/change/compare.ts';
import type { TreeObject } from '../../../../src/core/json/json.ts';
import { Mask } from '../../../../src/core/json/marker.ts';
import { diffLines } from '../../../../src/report/diff/diff-lines.ts';
import { hunkLines } from '../../../../src/report/diff/hunks.ts';
import { change, sampleField } from '../samples.ts';

const base64 = (byte: number) => Buffer.alloc(4200, byte).toString('base64');
const short = (before: unknown, after: unknown) =>
  hunkLines([sampleField('data.a', before, after)], 'short').map(({ text }) => text);

describe('a value that nobody reads', () => {
  it('is told by its size and its hash where it is binary', () => {
    const [, before, after] = short(base64(1), base64(2));
    expect(before).toMatch(/^a: \(binary, 4\.1 KiB, sha256 [0-9a-f]{8}…\)$/);
    expect(after).toMatch(/^a: \(binary, 4\.1 KiB, sha256 [0-9a-f]{8}…\)$/);
    expect(before).not.toBe(after);
  });

  it('is shown around what differs where it is one long line', () => {
    const line = Array.from({ length: 400 }, (_, i) => `"key ${i}": ${i}`).join(', ');
    const [, before, after] = short(line, line.replace('"key 200": 200', '"key 200": 7'));
    expect(before).toContain('"key 200": 200, "key 201"');
    expect(after).toContain('"key 200": 7, "key 201"');
    expect(after).toMatch(/ \(6\.\d KiB in one line, sha256 [0-9a-f]{8}…\)'?$/);
    expect(after?.length).toBeLessThan(450);
  });

  it('is counted where it is a long list', () => {
    const after = { spec: { ranges: Array.from({ length: 1000 }, (_, i) => `10.0.${i}.0/24`) } };
    const lines = diffLines(change({ action: 'create', after }), 'short');
    expect(lines).toHaveLength(23);
    expect(lines.at(-1)?.text).toBe('    - … 980 more of 1000 entries');
  });

  it('of a long list that changes the entries that do are shown', () => {
    const list = Array.from({ length: 1000 }, (_, i) => `10.0.${i}.0/24`);
    const lines = short(list, list.with(500, 'all'));
    expect(lines).toContain('  - 10.0.500.0/24');
    expect(lines.length).toBeLessThan(15);
  });

  it('is whole where all of it is promised', () => {
    const lines = hunkLines([sampleField('data.a', base64(1), base64(2))], 'whole');
    expect(lines[1]?.text).toBe(`a: ${base64(1)}`);
  });

  it('H5, H6: a Secret has masks and no sizes, and only of what changes', () => {
    const data = (changed: string): TreeObject => ({
      kind: 'Secret',
      data: { same: new Mask('0123456789ab'), other: new Mask(changed) },
    });
    const [before, after] = [data('aaaaaaaaaaaa'), data('bbbbbbbbbbbb')];
    const fields = compare(before, after, { fields: new Map() });
    expect(diffLines(change({ fields, before, after }), 'short').map(({ text }) => text)).toEqual([
      'data',
      'other: (masked aaaaaaaaaaaa)',
      'other: (masked bbbbbbbbbbbb)',
    ]);
  });

  it('H9: a Secret of which all data goes is said key by key, masked', () => {
    const before: TreeObject = { kind: 'Secret', data: { a: new Mask('aaaaaaaaaaaa') } };
    const fields = compare(before, { kind: 'Secret' }, { fields: new Map() });
    expect(hunkLines(fields, 'short').map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '- data:',
      '-   a: (masked aaaaaaaaaaaa)',
    ]);
  });
});
