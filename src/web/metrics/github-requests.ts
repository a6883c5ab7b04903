import { Counter } from 'prom-client';
import type { Metric } from './metric.ts';

export const GITHUB_REQUESTS: Metric = (registers) => {
  const counter = new Counter({
    name: 'plumbline_github_requests_total',
    help: 'Requests to GitHub by the status of the answer; 0: none came',
    labelNames: ['status'],
    registers,
  });
  return (told) => {
    if (told.type === 'github-answered') counter.inc({ status: String(told.status) });
  };
};
