import { Counter } from 'prom-client';
import type { Metric } from './metric.ts';

export const IGNORED: Metric = (registers) => {
  const counter = new Counter({
    name: 'plumbline_ignored_total',
    help: 'Webhooks that are none of ours: of repositories that the server does not know, or malformed',
    labelNames: ['reason'],
    registers,
  });
  return (told) => {
    if (told.type === 'delivery-ignored') counter.inc({ reason: told.reason });
  };
};
