import { expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { fieldsAddedByPeople } from '../../../../src/kubernetes/fields/managers/field-managers.ts';

const owner = (manager: string, fields: JsonObject) => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  subresource: '',
  fields,
});
const template = (annotations: JsonObject): JsonObject => ({
  'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': annotations } } },
});
const restart = { 'f:kubectl.kubernetes.io/restartedAt': {} };

it('G16: the mark of a restart is never taken away, alone in its map or beside others', () => {
  expect(fieldsAddedByPeople([owner('kubectl-rollout', template({ '.': {}, ...restart }))], {})).toEqual([]);
  expect(
    fieldsAddedByPeople([owner('kubectl-edit', template({ '.': {}, ...restart, 'f:mine': {} }))], {}),
  ).toEqual([['f:spec', 'f:template', 'f:metadata', 'f:annotations', 'f:mine']]);
});
