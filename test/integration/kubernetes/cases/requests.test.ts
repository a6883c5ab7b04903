import { expect, it } from 'vitest';
import { live, summary } from '../../../support/live.ts';

const maps = (count: number) => Array.from({ length: count }, (_, index) => map(`m${index}`)).join('---\n');
const map = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "1" }\n`;
const account = (name: string) => `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name} }\n`;

it('K1, J1: a plan of what is live as declared asks the same few questions, however many objects there are', async () => {
  const { plan, sync, requests } = await live();
  const counts: number[] = [];
  for (const size of [3, 60]) {
    expect(await sync(maps(size))).toMatchObject({ status: 'synced' });
    requests();
    expect(summary(await plan(maps(size)))).toEqual([]);
    const asked = requests();
    expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(asked.filter((request) => /\/configmaps\?/.test(request)).length).toBe(1);
    counts.push(asked.length);
  }
  expect(counts[1]).toBe(counts[0]);
}, 90_000);

it('J1: live is read by one LIST for each kind and namespace, of the kinds in the source and the inventory only', async () => {
  const cluster = await live();
  const { namespace, plan, sync, requests } = cluster;
  const source = maps(20) + account('a') + account('b');
  await sync(source);
  requests();
  // The accounts are in the inventory alone now.
  await plan(maps(20));
  const there = requests().filter((request) => request.includes(`/namespaces/${namespace}/`));
  expect(there.map((request) => request.replace(/\?.*/, '')).toSorted()).toEqual([
    `GET /api/v1/namespaces/${namespace}/configmaps`,
    `GET /api/v1/namespaces/${namespace}/serviceaccounts`,
  ]);
});

it('J1: what is new is asked about once for each object, and nothing else is', async () => {
  const { plan, requests } = await live();
  await plan(maps(5));
  const asked = requests().filter((request) => request.startsWith('PATCH '));
  expect(asked.length).toBe(5);
  expect(asked.every((request) => request.includes('dryRun=All'))).toBe(true);
});

it('J4: no schema is downloaded, and what the server serves is asked for once, not for each object', async () => {
  const { plan, requests } = await live();
  await plan(maps(30));
  const asked = requests();
  expect(asked.filter((request) => request.includes('/openapi'))).toEqual([]);
  const discovery = asked.filter((request) => /^GET \/apis?($|\?)/.test(request));
  expect(discovery.length).toBeGreaterThan(0);
  expect(new Set(discovery).size).toBe(discovery.length);
});
