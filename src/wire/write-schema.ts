import { writeFileSync } from 'node:fs';
import { configJsonSchema, serverJsonSchema } from '../config/known-keys.ts';
import { KUBERNETES_FORMAT } from '../kubernetes/config/format.ts';

const SCHEMAS = {
  'repository/plumbline.schema.json': configJsonSchema([KUBERNETES_FORMAT]),
  'server/server.schema.json': serverJsonSchema(),
};

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../config/${file}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
