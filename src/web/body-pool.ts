/** Bytes of one block. */
const BLOCK = 64 * 1024;

/** A body's part of the pool, until it is given back. */
export interface Share {
  /** Keeps a copy of the bytes. @returns false when there is no room for them: the body is not kept any more then */
  write(bytes: Uint8Array): boolean;
  /** The written bytes, in their order. Not to be used after `end`: the room is another body's then. */
  parts(): Uint8Array[];
  end(): void;
}

export interface BodyPool {
  /** @param crowdedOut called when another body needs the room of this one */
  open(address: string, crowdedOut: () => void): Share;
}

interface Holder {
  readonly address: string;
  readonly since: number;
  readonly crowdedOut: () => void;
  readonly blocks: Buffer[];
}

/**
 * The room for all bodies that nobody has verified yet. It is made of reused blocks: however a body arrives, in a
 * million pieces or never to its end, all of them together hold no more than the pool.
 * In a full pool, the body that has held most for longest makes room, so that a quick delivery always finds some.
 */
export function createBodyPool(limit: number, now: () => number): BodyPool {
  const free: Buffer[] = [];
  const holders = new Set<Holder>();
  let left = Math.max(1, Math.floor(limit / BLOCK));
  const end = (holder: Holder) => {
    holders.delete(holder);
    free.push(...holder.blocks.splice(0));
  };
  const newBlock = () => {
    if (left === 0) return undefined;
    left -= 1;
    return Buffer.allocUnsafeSlow(BLOCK);
  };
  /** @returns undefined when this holder is the costliest itself */
  const takeBlock = (holder: Holder): Buffer | undefined => {
    const block = free.pop() ?? newBlock();
    if (block !== undefined) return block;
    const costliest = costliestOf(holders, now());
    if (costliest === undefined || costliest === holder) return undefined;
    end(costliest);
    costliest.crowdedOut();
    return free.pop();
  };
  return {
    open(address, crowdedOut) {
      const holder: Holder = { address, since: now(), crowdedOut, blocks: [] };
      holders.add(holder);
      let used = BLOCK;
      return {
        write(bytes) {
          for (let from = 0; from < bytes.length;) {
            if (used === BLOCK) {
              const block = holders.has(holder) ? takeBlock(holder) : undefined;
              if (block === undefined) return false;
              holder.blocks.push(block);
              used = 0;
            }
            const part = bytes.subarray(from, from + BLOCK - used);
            holder.blocks.at(-1)?.set(part, used);
            used += part.length;
            from += part.length;
          }
          return true;
        },
        parts: () =>
          holder.blocks.map((block, index, { length }) =>
            index < length - 1 ? block : block.subarray(0, used),
          ),
        end: () => end(holder),
      };
    },
  };
}

/** The costliest body of the costliest address: a crowd behind one address does not push out all others. */
function costliestOf(holders: Iterable<Holder>, now: number): Holder | undefined {
  const cost = ({ blocks, since }: Holder) => blocks.length * (now - since + 1);
  const byAddress = new Map<string, { sum: number; most: Holder }>();
  for (const holder of holders) {
    const { sum = 0, most = holder } = byAddress.get(holder.address) ?? {};
    byAddress.set(holder.address, {
      sum: sum + cost(holder),
      most: cost(holder) > cost(most) ? holder : most,
    });
  }
  return [...byAddress.values()].toSorted((a, b) => b.sum - a.sum)[0]?.most;
}
