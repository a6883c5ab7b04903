import { isDeepStrictEqual } from 'node:util';
import { type TargetRef, refKey } from '../../core/refs.ts';
import type { Target } from '../../core/target/target.ts';
import type { Watch, Watcher } from '../../ports/watcher.ts';

export interface Watches {
  /** Sees to it that the target is watched as it is now. */
  follow(ref: TargetRef, target: Target): void;
  drop(ref: TargetRef): void;
  /** For good. */
  stop(): Promise<void>;
}

export interface WatchesDeps {
  readonly watcher: Watcher;
  /** Something that the target owns was changed. */
  readonly changed: (ref: TargetRef) => void;
  /** A watch could not be begun; the next look at the target tries again. */
  readonly failed: (ref: TargetRef, error: unknown) => void;
}

interface Followed {
  readonly target: Target;
  readonly watch: Promise<Watch | undefined>;
}

/** The watches of this process: one for each target that was synced. */
export function createWatches({ watcher, changed, failed }: WatchesDeps): Watches {
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
      // A look that ends after the stop begins nothing that nobody would end.
      if (stopped || isDeepStrictEqual(followed.get(key)?.target, target)) return;
      const before = drop(key);
      const begin = async () => {
        await before;
        return watcher.watch(target, () => changed(ref));
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
