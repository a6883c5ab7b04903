import { Histogram } from 'prom-client';
import type { Metric } from './metric.ts';

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900];

export const JOB_SECONDS: Metric = (registers) => {
  const histogram = new Histogram({
    name: 'plumbline_job_seconds',
    help: 'How long attempts of jobs took',
    labelNames: ['queue'],
    buckets: SECONDS,
    registers,
  });
  return (told) => {
    if (told.type === 'job-attempted') histogram.observe({ queue: told.queue }, told.seconds);
  };
};
