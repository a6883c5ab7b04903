import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { play } from './demo/play.ts';
import { runDemo } from './demo/run.ts';
import { fetchShown } from './demo/shown-text.ts';
import type { Observing } from './demo/story.ts';

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    port: { type: 'string', default: '3010' },
    /** A folder for what the pages of the screenshots say. */
    pages: { type: 'string' },
  },
});

await runDemo({
  port: values.once ? 0 : Number(values.port),
  ...(values.pages !== undefined && { look: keepIn(values.pages) }),
  ...(!values.once && { afterwards: play }),
});

function keepIn(folder: string): Observing {
  return async (moment, url) => writeFile(join(folder, `${moment}.txt`), await fetchShown(url, 'grace'));
}
