import { writeFileSync } from 'node:fs';
import { configJsonSchema, serverJsonSchema } from '../config/known-keys.ts';
import { TARGET_FORMATS } from './target-formats.ts';

const SCHEMAS = {
  'plumbline.schema.json': configJsonSchema(TARGET_FORMATS),
  'server.schema.json': serverJsonSchema(),
};

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../config/${file}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
