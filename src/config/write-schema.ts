import { writeFileSync } from 'node:fs';
import { configJsonSchema, serverJsonSchema } from './known-keys.ts';

const SCHEMAS = { 'plumbline.schema.json': configJsonSchema(), 'server.schema.json': serverJsonSchema() };

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
