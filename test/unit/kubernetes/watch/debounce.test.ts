import { describe, expect, it } from 'vitest';
import { createBell } from '../../../../src/kubernetes/watch/debounce.ts';

/** A bell whose time passes when the test says so. */
function bellAndTime() {
  const stop = new AbortController();
  const seen = { calls: 0, sleeps: 0, failed: [] as unknown[] };
  let wake = () => {};
  const clock = {
    now: () => 0,
    sleep: (_milliseconds: number, signal?: AbortSignal) => {
      seen.sleeps += 1;
      return new Promise<void>((resolve, reject) => {
        wake = resolve;
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
  };
  const behaviour = { call: () => {} };
  const bell = createBell({
    clock,
    gather: 50,
    signal: stop.signal,
    failed: (error) => seen.failed.push(error),
    call: () => {
      seen.calls += 1;
      behaviour.call();
    },
  });
  const pass = async () => {
    wake();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { bell, seen, pass, behaviour, stop };
}

describe('a bell', () => {
  it('makes one call of what rings together, and another of what rings later', async () => {
    const { bell, seen, pass } = bellAndTime();
    bell.open();
    bell.ring();
    bell.ring();
    await pass();
    expect(seen.calls).toBe(1);
    bell.ring();
    await pass();
    expect(seen.calls).toBe(2);
    await pass();
    expect(seen).toMatchObject({ calls: 2, sleeps: 2 });
  });

  it('keeps what rang before it was opened', async () => {
    const { bell, seen, pass } = bellAndTime();
    bell.ring();
    await pass();
    expect(seen.calls).toBe(0);
    bell.open();
    await pass();
    expect(seen.calls).toBe(1);
  });

  it('makes one more call for what rings during a call', async () => {
    const { bell, seen, pass, behaviour } = bellAndTime();
    behaviour.call = () => {
      behaviour.call = () => {};
      bell.ring();
    };
    bell.open();
    bell.ring();
    await pass();
    await pass();
    expect(seen.calls).toBe(2);
  });

  it('makes no call after the end', async () => {
    const { bell, seen, pass, stop } = bellAndTime();
    bell.open();
    bell.ring();
    stop.abort();
    await pass();
    bell.ring();
    await pass();
    expect(seen).toMatchObject({ calls: 0, failed: [] });
  });

  it('tells when a call fails, and goes on', async () => {
    const { bell, seen, pass, behaviour } = bellAndTime();
    behaviour.call = () => {
      throw new Error('no');
    };
    bell.open();
    bell.ring();
    await pass();
    expect(seen.failed).toHaveLength(1);
    bell.ring();
    await pass();
    expect(seen.calls).toBe(2);
  });
});
