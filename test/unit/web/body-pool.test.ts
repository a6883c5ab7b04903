import { describe, expect, it } from 'vitest';
import { createBodyPool } from '../../../src/web/body-pool.ts';

const BLOCK = 64 * 1024;

/** A pool of so many blocks, and a clock that is set by hand. */
function pool(blocks: number) {
  const clock = { now: 0 };
  const bodies = createBodyPool(blocks * BLOCK, () => clock.now);
  const out: string[] = [];
  const open = (name: string, address = '203.0.113.1') => bodies.open(address, () => void out.push(name));
  return { clock, open, out };
}

const text = (parts: readonly Uint8Array[]) => Buffer.concat(parts).toString();

describe('U9: the room for bodies that nobody has verified', () => {
  it.each([1, 2, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])(
    'a body that comes in pieces of %i bytes comes out whole, in whole blocks',
    (size) => {
      const share = pool(2).open('a');
      const whole = 'plumb'.repeat(20_000);
      for (let from = 0; from < whole.length; from += size)
        expect(share.write(Buffer.from(whole.slice(from, from + size)))).toBe(true);
      expect(share.parts()).toHaveLength(Math.ceil(whole.length / BLOCK));
      expect(text(share.parts())).toBe(whole);
    },
  );

  it('an empty body has no part', () => {
    const share = pool(1).open('a');
    expect(share.write(Buffer.alloc(0))).toBe(true);
    expect(share.parts()).toEqual([]);
  });

  it('what was given back is used again, and shows nothing of what was there', () => {
    const { open } = pool(1);
    for (const name of ['first', 'second', 'x']) {
      const share = open(name);
      expect(share.write(Buffer.from(name))).toBe(true);
      expect(text(share.parts())).toBe(name);
      share.end();
    }
  });

  it('where it is full, whoever has held most for longest makes room', () => {
    const { clock, open, out } = pool(6);
    const large = open('large');
    large.write(Buffer.alloc(4 * BLOCK));
    clock.now = 50;
    const small = open('small');
    small.write(Buffer.alloc(2 * BLOCK));
    clock.now = 60;
    const fresh = open('fresh');
    expect(fresh.write(Buffer.from('{}'))).toBe(true);
    expect(out).toEqual(['large']);
    expect([text(fresh.parts()), large.write(Buffer.from('more'))]).toEqual(['{}', false]);
  });

  it('a small one that stays long goes before a large one that has just come', () => {
    const { clock, open, out } = pool(3);
    open('stays').write(Buffer.alloc(BLOCK));
    clock.now = 10_000;
    open('large').write(Buffer.alloc(2 * BLOCK));
    open('fresh').write(Buffer.alloc(1));
    expect(out).toEqual(['stays']);
  });

  it('whoever has most itself takes nothing from others', () => {
    const { clock, open, out } = pool(4);
    const greedy = open('greedy');
    open('small').write(Buffer.alloc(BLOCK));
    clock.now = 5;
    expect(greedy.write(Buffer.alloc(5 * BLOCK))).toBe(false);
    expect(out).toEqual([]);
  });

  it('a crowd behind one address does not push out the only one of another', () => {
    const { clock, open, out } = pool(8);
    open('alone', '198.51.100.7').write(Buffer.alloc(2 * BLOCK));
    clock.now = 10;
    for (let n = 0; n < 6; n += 1) open(`crowd ${n}`).write(Buffer.alloc(BLOCK));
    clock.now = 20;
    open('more of the crowd').write(Buffer.alloc(BLOCK));
    expect(out).toEqual(['crowd 0']);
  });
});
