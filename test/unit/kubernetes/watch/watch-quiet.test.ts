import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import type { WatchEvent } from '../../../../src/kubernetes/client/client.ts';
import { createQuiet } from '../../../../src/kubernetes/watch/watch-quiet.ts';

let version = 0;
const entry = (manager: string, time: string, subresource?: string): JsonObject => ({
  manager,
  operation: 'Update',
  time,
  fieldsV1: { 'f:data': {} },
  ...(subresource !== undefined && { subresource }),
});
const event = (managedFields: JsonObject[], metadata: JsonObject = {}): WatchEvent => ({
  type: 'MODIFIED',
  object: { metadata: { uid: '1', resourceVersion: String((version += 1)), managedFields, ...metadata } },
});
const ours = entry('plumbline', '10:00:00');
const status = (time: string) => entry('controller', time, 'status');

/** Whether the second event after the first tells of a status only. */
function isQuiet(first: WatchEvent, second: WatchEvent): boolean {
  const quiet = createQuiet();
  expect(quiet(first)).toBe(false);
  return quiet(second);
}

describe('an event of a watch', () => {
  it('tells of a status only when nothing but the status was written', () => {
    expect(isQuiet(event([ours]), event([ours, status('10:00:01')]))).toBe(true);
    expect(isQuiet(event([ours, status('10:00:01')]), event([ours, status('10:00:16')]))).toBe(true);
  });

  it.each<[string, WatchEvent]>([
    ['another field owner', event([ours, status('10:00:01'), entry('kubectl-edit', '10:00:01')])],
    ['a later write of the same owner', event([entry('plumbline', '10:00:01'), status('10:00:02')])],
    ['a new generation', event([ours, status('10:00:02')], { generation: 2 })],
    ['a label', event([ours, status('10:00:02')], { labels: { a: 'b' } })],
    ['the beginning of its end', event([ours, status('10:00:02')], { deletionTimestamp: '10:00:02' })],
    ['a scale', event([ours, status('10:00:01'), entry('autoscaler', '10:00:02', 'scale')])],
    ['nothing that can be told', event([ours, status('10:00:01')])],
  ])('counts as a change with %s', (_what, second) => {
    expect(isQuiet(event([ours, status('10:00:01')]), second)).toBe(false);
  });

  it('counts as a change when the object goes, and when it comes back', () => {
    const quiet = createQuiet();
    const seen = event([ours, status('10:00:01')]);
    expect(quiet(seen)).toBe(false);
    expect(quiet({ ...seen, type: 'DELETED' })).toBe(false);
    expect(quiet({ ...event([ours, status('10:00:02')]), type: 'ADDED' })).toBe(false);
    expect(quiet(event([ours, status('10:00:03')]))).toBe(true);
  });

  it('is compared with those of the same object only', () => {
    const quiet = createQuiet();
    expect(quiet(event([ours]))).toBe(false);
    expect(quiet(event([ours, status('10:00:01')], { uid: '2' }))).toBe(false);
  });
});
