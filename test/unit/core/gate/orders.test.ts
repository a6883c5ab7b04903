import { describe, expect, it } from 'vitest';
import { pick, randomOf } from '../../../support/random.ts';
import { scale } from '../../../support/scale.ts';
import { SEED } from '../../../support/seed.ts';
import { STEPS, hold, newWorld, open } from './orders.ts';

describe('in any order of events', () => {
  it('U2, U3, U10, U40, U41, U42, U43, U50: nothing passes that nobody who may had read and approved under the gate before', () => {
    const orders = scale('orders of events in the pure rules');
    for (let order = 0; order < orders; order += 1) {
      const random = randomOf(SEED + order);
      const world = newWorld(random, 1 + Math.floor(random() * 2));
      open(world);
      for (let step = 0; step < 40; step += 1) {
        world.now += Math.floor(random() * 3) * 1000;
        const [name, act] = pick(random, STEPS);
        world.events.push(name);
        act(world, pick(random, world.pulls));
        hold(world);
      }
    }
    expect(orders).toBeGreaterThanOrEqual(20_000);
  }, 600_000);
});
