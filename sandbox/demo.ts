import { parseArgs } from 'node:util';
import { play } from './demo/play.ts';
import { runDemo } from './demo/run.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '3010' } },
});

await runDemo({ port: values.once ? 0 : Number(values.port), ...(!values.once && { afterwards: play }) });
