import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './known-keys.ts';

writeFileSync(
  new URL('plumbline.schema.json', import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
