import type { Fault } from '../../../../sandbox/github/world/faults.ts';
import { pick } from '../../../support/random.ts';
import type { Order } from './order.ts';

/** What only the App asks for. */
const ASKED = [
  ['GET', 'pulls/\\d+$'],
  ['GET', 'pulls/\\d+/reviews'],
  ['GET', 'issues/\\d+/comments'],
  ['GET', 'commits/\\w+/pulls'],
  ['GET', 'commits/\\w+/check-runs'],
  ['POST', 'check-runs$'],
  ['PATCH', 'check-runs/\\d+'],
  ['PATCH', 'issues/comments/\\d+'],
  ['POST', 'deployments'],
] as const;

const HOW: readonly Fault[] = [
  { kind: 'status', status: 502 },
  { kind: 'status', status: 502 },
  { kind: 'lost' },
  { kind: 'delay', delay: 1500 },
  { kind: 'delay', delay: 4000 },
  { kind: 'stale' },
];

/** GitHub fails, answers late or with what was true before; or its deliveries come late, twice or in another order. */
export function breakSomething({ loop, random, name }: Order): void {
  const { faults } = loop.github;
  const times = 1 + Math.floor(random() * 3);
  if (random() < 0.7) {
    const [method, path] = pick(random, ASKED);
    const match = { method, path: new RegExp(`/repos/acme/${name}/${path}`) };
    return faults.failRequests(times, pick(random, HOW), match);
  }
  const deliver = pick(random, ['duplicate', 'delay', 'reorder'] as const);
  if (deliver === 'duplicate') faults.duplicateDeliveries(times);
  else if (deliver === 'delay') faults.delayDeliveries(times, 2000);
  else faults.reorderDeliveries(2);
}
