import { expect, it, onTestFinished } from 'vitest';
import { NAME, type Place, startPlace } from '../../../bench/github/place.ts';
import { countOf } from '../../../bench/github/table.ts';
import type { Answer } from '../../../sandbox/github/server/start.ts';

const PULLS = [1, 2, 3, 4];
const CHECK = 'plumbline / production';

/** The pull requests that were asked about, by number. */
function askedAbout(answers: readonly Answer[]): number[] {
  const numbers = answers.flatMap(({ path }) => /\/(?:pulls|issues)\/(\d+)/.exec(path)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].toSorted((a, b) => a - b);
}

async function commentIn({ as }: Place, issue_number: number): Promise<string> {
  const { data } = await as.bob.rest.issues.listComments({ ...NAME, issue_number });
  expect(data).toHaveLength(1);
  return data[0]?.body ?? '';
}

async function conclusionOf({ as }: Place, number: number): Promise<string | null | undefined> {
  const ref = `pull-${number}`;
  const { data } = await as.bob.rest.checks.listForRef({ ...NAME, ref, check_name: CHECK });
  return data.check_runs[0]?.conclusion;
}

async function opened(): Promise<Place> {
  const place = await startPlace();
  onTestFinished(() => place.stop());
  await place.requests();
  await place.open(PULLS.length);
  expect(askedAbout(await place.requests())).toEqual(PULLS);
  return place;
}

it('a push asks about the pull requests whose plans it can change, and about no others', async () => {
  const place = await opened();
  const comments = () => Promise.all(PULLS.map((number) => commentIn(place, number)));
  const shown = await comments();

  await place.push('main', 'README.md', 'Lights.\n');
  const besides = await place.requests();
  expect(askedAbout(besides)).toEqual([]);
  expect(countOf(besides)).toMatchObject({ writes: 0 });
  expect(besides.length).toBeLessThan(15);
  expect(await comments()).toEqual(shown);

  await place.push('main', 'lights/hall', 'hall on\n');
  const changing = await place.requests();
  expect(askedAbout(changing)).toEqual(PULLS);
  expect(countOf(changing).unchanged).toBeGreaterThan(5 * PULLS.length);
  for (const text of await comments()) expect(text).toContain('hall');

  await place.push('pull-2', 'lights/attic', 'attic on\n');
  expect(askedAbout(await place.requests())).toEqual([2]);
  const attics = (await comments()).map((text) => text.includes('attic'));
  expect(attics).toEqual([false, true, false, false]);
}, 300_000);

it('an approval counts at once, and no more once it is taken back, however often GitHub was asked before', async () => {
  const place = await opened();
  const { pulls } = place.as.bob.rest;
  const pull = { ...NAME, pull_number: 3 };
  expect(await conclusionOf(place, 3)).toBe(null);
  const { data } = await pulls.createReview({ ...pull, event: 'APPROVE' });
  expect(askedAbout(await place.requests())).toEqual([3]);
  expect(await conclusionOf(place, 3)).toBe('success');
  await pulls.createReview({ ...pull, event: 'REQUEST_CHANGES', body: 'Not now.' });
  await place.requests();
  expect(await conclusionOf(place, 3)).not.toBe('success');
  expect(data.state).toBe('APPROVED');
}, 300_000);
