import { expect, it } from 'vitest';
import {
  type Unfinished,
  parseUnfinished,
  printUnfinished,
} from '../../../../src/kubernetes/order/unfinished.ts';

it.each<Unfinished>([
  { occasion: 'install', phases: [] },
  { occasion: 'install', phases: ['before', 'during', 'after'] },
  { occasion: 'upgrade', phases: ['after'] },
])('U29: what is left to do is read as it was recorded: %j', (unfinished) => {
  expect(parseUnfinished(printUnfinished(unfinished))).toEqual(unfinished);
});

it.each(['', 'later', 'install afterwards', 'install  after', 'upgrade failure'])(
  'U29: "%s" was not recorded by us',
  (text) => {
    expect(parseUnfinished(text)).toBeUndefined();
  },
);
