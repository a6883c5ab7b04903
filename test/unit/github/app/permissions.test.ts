import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { EVENTS, PERMISSIONS, lackingOf, meaningOf } from '../../../../src/github/app/permissions.ts';

interface Manifest {
  readonly default_permissions: object;
  readonly default_events: readonly string[];
}

const MANIFEST = parse(readFileSync(new URL('../../../../app.yml', import.meta.url), 'utf8')) as Manifest;

it('U67: the permissions that are looked for at the start are those of app.yml', () => {
  expect(MANIFEST.default_permissions).toEqual(PERMISSIONS);
});

it('U44: so are the events', () => {
  expect(MANIFEST.default_events.toSorted()).toEqual(EVENTS.toSorted());
});

it('U44: of each permission but the one that goes with every App it is known what does not work without', () => {
  const asked = lackingOf({});
  expect(meaningOf(asked)).toHaveLength(asked.length - 1);
  expect(lackingOf({ ...PERMISSIONS, issues: 'write' })).toEqual([]);
  expect(lackingOf({ ...PERMISSIONS, checks: 'read' })).toEqual(['checks: write']);
});
