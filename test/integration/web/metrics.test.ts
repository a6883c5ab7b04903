import { expect, it, onTestFinished } from 'vitest';
import type { TargetRef } from '../../../src/core/refs.ts';
import { createLog } from '../../../src/log.ts';
import type { DomainEvent } from '../../../src/ports/events.ts';
import { type Metrics, createMetrics } from '../../../src/web/metrics/metrics.ts';

const TARGET: TargetRef = {
  repository: { installation: 1, id: 1, name: 'acme/shop' },
  target: 'production/shop',
};

async function listening(metrics: Metrics): Promise<string> {
  const inside = await metrics.listen(createLog('silent'), 0, '127.0.0.1');
  onTestFinished(() => inside.close());
  return `http://127.0.0.1:${inside.port}`;
}

const textOf = async (metrics: Metrics) => (await fetch(`${await listening(metrics)}/metrics`)).text();

/** Lines of a name, without what other programs count. */
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));

it('metrics are on a port of their own, and nothing else is', async () => {
  const url = await listening(createMetrics());
  const answer = await fetch(`${url}/metrics?from=anywhere`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const path of ['/', '/webhooks', '/healthz']) expect((await fetch(url + path)).status).toBe(404);
});

it('every line is of the Prometheus text format, and every name says what it counts', async () => {
  const metrics = createMetrics();
  const target = TARGET;
  const events: readonly DomainEvent[] = [
    { type: 'delivery-arrived', event: 'push', outcome: 'accepted' },
    { type: 'delivery-ignored', delivery: 'd', reason: 'unknown-repository' },
    { type: 'job-attempted', queue: 'sync', outcome: 'done', seconds: 0.2 },
    { type: 'sync-ended', repository: TARGET.repository.id, target: TARGET, sync: 1, outcome: 'synced' },
    { type: 'github-answered', status: 200 },
    {
      type: 'permissions-looked-at',
      unaccepted: [{ account: 'acme', permissions: ['merge_queues: read'], events: [], means: [] }],
    },
    { type: 'revert-answered', target, refused: true },
    { type: 'target-looked-at', target, deployed: false },
    {
      type: 'drift-measured',
      target: { ...target, target: 'a "quote", a \\ and\na line' },
      objects: 2,
    },
  ];
  for (const event of events) metrics.tell(event);
  const text = await textOf(metrics);
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.trimEnd().split('\n').filter(Boolean);
  const [about, samples] = [
    lines.filter((line) => line.startsWith('#')),
    lines.filter((line) => !line.startsWith('#')),
  ];
  for (const line of about)
    expect(line).toMatch(/^# (HELP \w+ \S.*|TYPE \w+ (counter|gauge|histogram|summary))$/);
  for (const line of samples) expect(line).toMatch(SAMPLE);
  const series = samples.map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(series).size).toBe(series.length);
  const own = samples.flatMap((line) => /^plumbline_\w+/.exec(line) ?? []);
  const helped = about.flatMap((line) => /^# HELP (plumbline_\w+)/.exec(line)?.[1] ?? []);
  expect(new Set(own.map((name) => name.replace(/_(bucket|sum|count)$/, '')))).toEqual(new Set(helped));
  expect(helped.toSorted()).toEqual([
    'plumbline_deliveries_total',
    'plumbline_drift_refused',
    'plumbline_drift_unknown',
    'plumbline_drifted_objects',
    'plumbline_github_requests_total',
    'plumbline_ignored_total',
    'plumbline_job_seconds',
    'plumbline_jobs_total',
    'plumbline_not_deployed',
    'plumbline_syncs_total',
    'plumbline_unaccepted_permissions',
  ]);
});

const LABEL = String.raw`[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*"`;
/** @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
const SAMPLE = new RegExp(
  String.raw`^[a-zA-Z_:][\w:]*(?:\{${LABEL}(?:,${LABEL})*\})? (?:[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|[-+]Inf|Nan|NaN)$`,
);

it('an event that somebody made up is no label', async () => {
  const metrics = createMetrics();
  metrics.tell({ type: 'delivery-arrived', event: 'push', outcome: 'accepted' });
  for (const event of ['made-up-by-a-stranger', 'another'])
    metrics.tell({ type: 'delivery-arrived', event, outcome: 'malformed' });
  expect(linesOf(await textOf(metrics), 'plumbline_deliveries_total')).toEqual([
    'plumbline_deliveries_total{event="push",outcome="accepted"} 1',
    'plumbline_deliveries_total{event="other",outcome="malformed"} 2',
  ]);
});

it('drift that cannot be told is told: what was counted last stays', async () => {
  const metrics = createMetrics();
  const labels = '{repository="acme/shop",environment="production",target="production/shop"}';
  metrics.tell({ type: 'drift-measured', target: TARGET, objects: 3 });
  metrics.tell({ type: 'drift-unknown', target: TARGET });
  const text = await textOf(metrics);
  expect(text).toContain(`plumbline_drifted_objects${labels} 3\n`);
  expect(text).toContain(`plumbline_drift_unknown${labels} 1\n`);
  metrics.tell({ type: 'drift-measured', target: TARGET, objects: 0 });
  expect(await textOf(metrics)).toContain(`plumbline_drift_unknown${labels} 0\n`);
  metrics.tell({ type: 'target-forgotten', target: TARGET });
  expect(await textOf(metrics)).not.toContain('acme/shop');
});

it('the time that jobs took is a histogram whose last bucket holds all of them', async () => {
  const metrics = createMetrics();
  for (const seconds of [0.02, 3, 5000])
    metrics.tell({ type: 'job-attempted', queue: 'sync', outcome: 'done', seconds });
  const lines = linesOf(await textOf(metrics), 'plumbline_job_seconds');
  const counts = lines
    .filter((line) => line.includes('_bucket'))
    .map((line) => Number(line.split(' ').at(-1)));
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(lines).toContain('plumbline_job_seconds_bucket{le="+Inf",queue="sync"} 3');
  expect(lines).toContain('plumbline_job_seconds_count{queue="sync"} 3');
});
