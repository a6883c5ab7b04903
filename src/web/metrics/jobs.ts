import { Counter } from 'prom-client';
import type { Metric } from './metric.ts';

export const JOBS: Metric = (registers) => {
  const counter = new Counter({
    name: 'plumbline_jobs_total',
    help: 'Attempts of jobs, by how they ended; dead ones are not tried again',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  return (told) => {
    if (told.type === 'job-attempted') counter.inc({ queue: told.queue, outcome: told.outcome });
  };
};
