import { expect, it } from 'vitest';
import { createWatches } from '../../../../src/flows/drift/watches.ts';
import { until } from '../../../support/loop.ts';
import { refusal } from '../house.ts';

const REF = { repository: { installation: 1, id: 42, name: 'acme/shop' }, target: 'production/house' };
const TARGET = {
  id: REF.target,
  environment: 'production',
  engine: 'lights',
  destination: 'number-9',
  path: 'lights',
  rules: { ignore: [], mask: [] },
  spec: {},
};

/** Watches of an engine whose first attempts fail so often, and what has happened. */
function watching(failures = 0) {
  const heard: string[] = [];
  let left = failures;
  const changes: (() => void)[] = [];
  const lights = {
    async watch({ path }: { path: string }, changed: () => void) {
      if ((left -= 1) >= 0) throw refusal('unreachable');
      heard.push(`watch ${path}`);
      changes.push(changed);
      return { stop: async () => void heard.push(`stop ${path}`) };
    },
  };
  const watches = createWatches({
    engines: { lights } as never,
    changed: ({ target }) => heard.push(`changed ${target}`),
    failed: (_ref, error) => heard.push(String(error)),
  });
  const settled = (count: number) => until(`${count} things happen`, async () => heard.length >= count);
  return { watches, heard, changes, settled };
}

it('a target is watched once, however often it is looked at', async () => {
  const { watches, heard, changes, settled } = watching();
  for (let n = 0; n < 3; n += 1) watches.follow(REF, { ...TARGET });
  await settled(1);
  changes[0]?.();
  expect(heard).toEqual(['watch lights', 'changed production/house']);
});

it('one with other settings is watched anew, after the old watch has ended', async () => {
  const { watches, heard, settled } = watching();
  watches.follow(REF, TARGET);
  watches.follow(REF, { ...TARGET, path: 'shed' });
  await settled(3);
  expect(heard).toEqual(['watch lights', 'stop lights', 'watch shed']);
});

it('one that is dropped is watched no more; to drop it twice is nothing', async () => {
  const { watches, heard, settled } = watching();
  watches.follow(REF, TARGET);
  watches.drop(REF);
  watches.drop(REF);
  await settled(2);
  expect(heard).toEqual(['watch lights', 'stop lights']);
});

it('a watch that cannot be begun is told, and tried again by the next look', async () => {
  const { watches, heard, settled } = watching(1);
  watches.follow(REF, TARGET);
  await settled(1);
  watches.follow(REF, TARGET);
  await settled(2);
  expect(heard).toEqual(['OpsError: acme/shop: not now', 'watch lights']);
});

it('after the stop no watch begins', async () => {
  const { watches, heard } = watching();
  watches.follow(REF, TARGET);
  await watches.stop();
  watches.follow(REF, TARGET);
  await watches.stop();
  expect(heard).toEqual(['watch lights', 'stop lights']);
});
