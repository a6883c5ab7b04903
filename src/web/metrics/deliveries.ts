import { Counter } from 'prom-client';
import type { Metric } from './metric.ts';

/** Known events; a label must not take whatever somebody sends. */
const EVENTS = [
  'check_run',
  'check_suite',
  'installation',
  'installation_repositories',
  'issue_comment',
  'merge_group',
  'ping',
  'pull_request',
  'pull_request_review',
  'push',
];

export const DELIVERIES: Metric = (registers) => {
  const counter = new Counter({
    name: 'plumbline_deliveries_total',
    help: 'Webhooks that arrived, by what became of them',
    labelNames: ['event', 'outcome'],
    registers,
  });
  return (told) => {
    if (told.type !== 'delivery-arrived') return;
    const { event, outcome } = told;
    counter.inc({ event: EVENTS.includes(event) ? event : 'other', outcome });
  };
};
