import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { ownershipsOf } from '../../../../src/kubernetes/fields/managers/managed-fields.ts';
import { uidOf } from '../../../../src/kubernetes/objects/object-version.ts';
import { type Live, live, summary } from '../../../support/live.ts';
import { type Definition, definitionOf } from './definitions.ts';

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "1" }\n---\n';

describe('an object that is served in two groups', () => {
  const event = (of: string, text: string, namespace: string) =>
    `${JSON.stringify({
      ...(of === 'v1'
        ? { apiVersion: 'v1', involvedObject: about(namespace), message: text }
        : { apiVersion: 'events.k8s.io/v1', regarding: about(namespace), note: text }),
      kind: 'Event',
      metadata: { name: 'moved' },
      reason: 'Tried',
      type: 'Normal',
    })}\n---\n`;
  const about = (namespace: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace });

  it('B5: is known again by its UID when its manifest moves from one to the other, and is not deleted', async () => {
    const { namespace, plan, sync, get, kubectl } = await live();
    expect(await sync(event('v1', 'hello', namespace))).toMatchObject({ status: 'synced' });
    const uid = uidOf(await get('event/moved'));
    const moved = event('events.k8s.io/v1', 'hello', namespace);
    expect((await plan(moved)).changes.map(({ action }) => action)).not.toContain('delete');
    expect(await sync(map + moved)).toMatchObject({ status: 'synced' });
    expect(uidOf(await get('event/moved'))).toBe(uid);
    expect(summary(await plan(map + moved))).toEqual([]);
    expect(
      await kubectl(['get', 'configmap', namespace, '-n', 'plumbline-system', '-o', 'yaml']),
    ).not.toContain(' /Event ');
    expect(summary(await plan(map))).toEqual(['delete events.k8s.io/Event moved']);
  });

  it('B5: that the source declares in both is refused, with the line of each', async () => {
    const { namespace, sync, tryPlan } = await live();
    const old = event('v1', 'hello', namespace);
    await sync(old);
    const answer = await tryPlan(`${old}${event('events.k8s.io/v1', 'hello', namespace)}`);
    expect(answer).toMatchObject({ status: 'failed', code: 'invalid-source' });
    expect(answer.status === 'failed' && answer.message).toMatch(
      /all\.yaml:3: events\.k8s\.io\/Event \S+ is the same live object as Event \S+ at all\.yaml:1\. Remove one/,
    );
  });
});

describe('fields that were applied in a version that is gone', () => {
  const OLD = { name: 'v1alpha1' };
  const NEW = { name: 'v1' };

  /** A person's field and another tool's beside ours, all applied in v1alpha1. */
  async function aged(at: Live, definition: Definition, known?: () => Promise<unknown>): Promise<void> {
    const { kubectl, sync } = at;
    const { widget, serve, migrate } = definition;
    const apply = (manager: string, spec: JsonObject) =>
      kubectl(
        ['apply', '--server-side', `--field-manager=${manager}`, '-f', '-'],
        widget('v1alpha1', 'w', spec),
      );
    await serve({ ...OLD, storage: true }, NEW);
    expect(await sync(widget('v1alpha1', 'w', { size: 1, color: 'red' }))).toMatchObject({
      status: 'synced',
    });
    await apply('kubectl', { note: 'a person was here' });
    await apply('helm', { tool: 'helm' });
    await serve(OLD, { ...NEW, storage: true });
    await migrate('v1', 'w');
    await known?.();
    await serve({ ...NEW, storage: true });
  }

  const specOf = async ({ get }: Live, { group }: Definition) => (await get(`widgets.${group}/w`))['spec'];

  it('B7: are carried over, so that the plan tells and the sync does what a version that is there would', async () => {
    const at = await live();
    const definition = definitionOf(at);
    const { widget, group } = definition;
    await aged(at, definition);
    const wanted = widget('v1', 'w', { size: 2 });
    expect(summary(await at.plan(wanted))).toEqual([
      `update ${group}/Widget w: spec.size 1 → 2; spec.color "red" → ∅; spec.note "a person was here" → ∅`,
    ]);
    expect(await at.sync(wanted)).toMatchObject({ status: 'synced', remaining: [] });
    expect(await specOf(at, definition)).toEqual({ size: 2, tool: 'helm' });
    const owners = ownershipsOf(await at.get(`widgets.${group}/w`));
    expect([...new Set(owners.map(({ apiVersion }) => apiVersion))]).toEqual([`${group}/v1`]);
    expect(owners.map(({ manager }) => manager)).toContain('helm');
    expect(summary(await at.plan(widget('v1', 'w', { size: 3 })))).toEqual([
      `update ${group}/Widget w: spec.size 2 → 3`,
    ]);
  });

  it('B7: are no difference by themselves, and are left as they are where nothing else changes', async () => {
    const at = await live();
    const definition = definitionOf(at);
    await aged(at, definition);
    const same = definition.widget('v1', 'w', { size: 1, color: 'red', note: 'a person was here' });
    expect(await at.plan(same)).toMatchObject({ changes: [], unknown: [] });
    expect(await at.sync(same)).toMatchObject({ status: 'synced' });
  });

  it('B7: are carried over also where the version went after the kinds had been asked for', async () => {
    const at = await live();
    const definition = definitionOf(at);
    const { widget, group } = definition;
    const wanted = widget('v1', 'w', { size: 2, color: 'red', note: 'a person was here' });
    await aged(at, definition, () => at.plan(wanted));
    expect(summary(await at.plan(wanted))).toEqual([`update ${group}/Widget w: spec.size 1 → 2`]);
    expect(await at.sync(wanted)).toMatchObject({ status: 'synced' });
  });

  it('B7: what the server refuses of such an object is told as of any other', async () => {
    const at = await live();
    const definition = definitionOf(at);
    await aged(at, definition);
    const { changes, unknown } = await at.plan(definition.widget('v1', 'w', { sizes: 2 }));
    expect(changes).toEqual([]);
    expect(unknown[0]).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('sizes') as string,
    });
  });
});
