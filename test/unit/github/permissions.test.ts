import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { PERMISSIONS } from '../../../src/github/identity.ts';

it('U67: the permissions that are looked for at the start are those of app.yml', () => {
  const manifest = readFileSync(new URL('../../../app.yml', import.meta.url), 'utf8');
  expect((parse(manifest) as { default_permissions: object }).default_permissions).toEqual(PERMISSIONS);
});
