import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../src/kubernetes/client/lines.ts';

async function split(bytes: Uint8Array, size: number): Promise<string[]> {
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  return Array.fromAsync(linesOf(chunks()));
}

describe('lines of a stream', () => {
  const text = '{"name":"Größe"}\n{"name":"日本"}\n\n{"name":"🛍"}\n{"name":"cut o';

  it.each([1, 2, 3, 5, 7, 16, 1000])('are whole however it is cut: %i bytes at once', async (size) => {
    const lines = await split(new TextEncoder().encode(text), size);
    expect(lines).toEqual(['{"name":"Größe"}', '{"name":"日本"}', '{"name":"🛍"}']);
  });

  it('are none of an empty stream', async () => {
    expect(await split(new Uint8Array(), 1)).toEqual([]);
  });
});
