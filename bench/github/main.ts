import type { Say } from '../scenario.ts';
import { type Place, startPlace } from './place.ts';
import { type RequestRow, countOf, requestTable } from './table.ts';

/** The numbers of open pull requests. */
const OPEN = [1, 30];

interface Push {
  readonly what: string;
  readonly branch: string;
  readonly path: string;
  readonly text: string;
}

const PUSHES: readonly Push[] = [
  { what: 'no target reads it', branch: 'main', path: 'README.md', text: 'Lights.\n' },
  { what: "the target's files", branch: 'main', path: 'lights/hall', text: 'hall on\n' },
  { what: "one pull request's branch", branch: 'pull-1', path: 'lights/attic', text: 'attic on\n' },
];

/** `npm run bench -- requests` */
export async function benchRequests(say: Say): Promise<void> {
  const rows: RequestRow[] = [];
  for (const open of OPEN) rows.push(...(await measure(open, say)));
  process.stdout.write(`${requestTable(rows)}\n`);
}

async function measure(open: number, say: Say): Promise<RequestRow[]> {
  const place = await startPlace();
  try {
    await place.requests();
    say(`requests: ${open} open`);
    await place.open(open);
    const opened = { what: 'opened', open, ...countOf(await place.requests()) };
    const rows = [opened];
    for (const push of PUSHES) rows.push(await measurePush(place, push, open, say));
    return rows;
  } finally {
    await place.stop();
  }
}

async function measurePush(
  place: Place,
  { what, ...file }: Push,
  open: number,
  say: Say,
): Promise<RequestRow> {
  say(`requests: ${open} open, push: ${what}`);
  await place.push(file.branch, file.path, file.text);
  return { what, open, ...countOf(await place.requests()) };
}
