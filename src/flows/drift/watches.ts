import { isDeepStrictEqual } from 'node:util';
import { type TargetRef, refKey } from '../../core/refs.ts';
import type { Target } from '../../core/target/target.ts';
import type { Watch } from '../../ports/engine.ts';
import { type Engines, engineOf } from '../plan-target.ts';

export interface Watches {
  /** Watches the target with its current settings. */
  follow(ref: TargetRef, target: Target): void;
  drop(ref: TargetRef): void;
  /** Ends all watches for good. */
  stop(): Promise<void>;
}

export interface WatchesDeps {
  readonly engines: Engines;
  /** Called when an object that the target owns has changed. */
  readonly changed: (ref: TargetRef) => void;
  /** Called when a watch could not be begun; the next drift detection of the target tries again. */
  readonly failed: (ref: TargetRef, error: unknown) => void;
}

interface Followed {
  readonly target: Target;
  readonly watch: Promise<Watch | undefined>;
}

/** The watches of this process: one for each synced target. */
export function createWatches({ engines, changed, failed }: WatchesDeps): Watches {
  const followed = new Map<string, Followed>();
  let stopped = false;
  const drop = async (key: string) => {
    const known = followed.get(key);
    followed.delete(key);
    await (await known?.watch)?.stop();
  };
  return {
    follow(ref, target) {
      const key = refKey(ref);
      // After the stop no watch begins, since nobody would end it.
      if (stopped || isDeepStrictEqual(followed.get(key)?.target, target)) return;
      const before = drop(key);
      const begin = async () => {
        await before;
        return engineOf(engines, target).watch?.(target, () => changed(ref));
      };
      const watch = begin().catch((error: unknown) => {
        followed.delete(key);
        failed(ref, error);
        return undefined;
      });
      followed.set(key, { target, watch });
    },
    drop(ref) {
      drop(refKey(ref)).catch((error: unknown) => failed(ref, error));
    },
    async stop() {
      stopped = true;
      await Promise.all([...followed.keys()].map(drop));
    },
  };
}
