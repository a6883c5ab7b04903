import { describe, expect, it } from 'vitest';
import { createDebounce } from '../../../../src/kubernetes/watch/debounce.ts';

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
  const debounce = createDebounce({
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
  return { debounce, seen, pass, behaviour, stop };
}

describe('a bell', () => {
  it('makes one call of what rings together, and another of what rings later', async () => {
    const { debounce, seen, pass } = bellAndTime();
    debounce.open();
    debounce.ring();
    debounce.ring();
    await pass();
    expect(seen.calls).toBe(1);
    debounce.ring();
    await pass();
    expect(seen.calls).toBe(2);
    await pass();
    expect(seen).toMatchObject({ calls: 2, sleeps: 2 });
  });

  it('keeps what rang before it was opened', async () => {
    const { debounce, seen, pass } = bellAndTime();
    debounce.ring();
    await pass();
    expect(seen.calls).toBe(0);
    debounce.open();
    await pass();
    expect(seen.calls).toBe(1);
  });

  it('makes one more call for what rings during a call', async () => {
    const { debounce, seen, pass, behaviour } = bellAndTime();
    behaviour.call = () => {
      behaviour.call = () => {};
      debounce.ring();
    };
    debounce.open();
    debounce.ring();
    await pass();
    await pass();
    expect(seen.calls).toBe(2);
  });

  it('makes no call after the end', async () => {
    const { debounce, seen, pass, stop } = bellAndTime();
    debounce.open();
    debounce.ring();
    stop.abort();
    await pass();
    debounce.ring();
    await pass();
    expect(seen).toMatchObject({ calls: 0, failed: [] });
  });

  it('tells when a call fails, and goes on', async () => {
    const { debounce, seen, pass, behaviour } = bellAndTime();
    behaviour.call = () => {
      throw new Error('no');
    };
    debounce.open();
    debounce.ring();
    await pass();
    expect(seen.failed).toHaveLength(1);
    debounce.ring();
    await pass();
    expect(seen.calls).toBe(2);
  });
});
