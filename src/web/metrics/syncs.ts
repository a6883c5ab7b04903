import { Counter } from 'prom-client';
import type { Metric } from './metric.ts';

export const SYNCS: Metric = (registers) => {
  const counter = new Counter({
    name: 'plumbline_syncs_total',
    help: 'Syncs of targets, by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  return (told) => {
    if (told.type === 'sync-ended') counter.inc({ outcome: told.outcome });
  };
};
