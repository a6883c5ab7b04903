import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LIMITS } from '../../src/web/limits.ts';
import { usePostgres } from '../../test/support/postgres.ts';
import { residentMiB } from '../program.ts';
import type { Say } from '../scenario.ts';
import { attack } from './attackers.ts';
import { deliver } from './deliveries.ts';
import type { ServerPlace } from './server.ts';
import { type FrontRow, frontTable, isGood } from './table.ts';

const ATTACKERS = 500;
const ALL = { count: 1000, every: 1 };
const SAMPLE_MS = 50;

/** `npm run bench -- front`. @returns whether memory stayed bounded, and every delivery was taken */
export async function benchFront(say: Say): Promise<boolean> {
  const postgres = await usePostgres();
  try {
    const rows = [
      await measure('embedded (PGlite)', {}, say),
      await measure('PostgreSQL', { databaseUrl: await postgres.database() }, say),
    ];
    process.stdout.write(`${frontTable(rows, ATTACKERS, ALL.count)}\n`);
    return rows.every(isGood);
  } finally {
    await postgres.stop();
  }
}

async function measure(
  store: string,
  database: Pick<ServerPlace, 'databaseUrl'>,
  say: Say,
): Promise<FrontRow> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const secret = randomBytes(24).toString('hex');
  const program = fileURLToPath(new URL('server.ts', import.meta.url));
  const server = fork(program, [JSON.stringify({ folder, secret, ...database })], { execArgv: [] });
  try {
    const [port] = (await once(server, 'message')) as [number];
    const url = `http://127.0.0.1:${port}/webhooks`;
    say(`front, ${store}: warming up`);
    await deliver(url, secret, { count: 200, every: 5 });
    const resident = watchResident(server.pid ?? 0);
    say(`front, ${store}: ${ALL.count} signed deliveries alone`);
    const alone = await deliver(url, secret, ALL);
    const before = resident.most();
    const attackers = attack(port, ATTACKERS);
    await sleep(3000);
    say(`front, ${store}: the same beside ${ATTACKERS} connections that hold their bodies back`);
    const beside = await deliver(url, secret, ALL);
    attackers.stop();
    const most = resident.stop();
    const bound = LIMITS.unverified / 2 ** 20;
    return { store, alone, beside, before, most, bound, turnedAway: attackers.turnedAway() };
  } finally {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Looks at what a process holds until it is told to stop. */
function watchResident(pid: number): { most(): number; stop(): number } {
  let most = 0;
  const look = () => (most = Math.max(most, residentMiB(pid) ?? 0));
  const timer = setInterval(look, SAMPLE_MS);
  return {
    most: look,
    stop() {
      clearInterval(timer);
      return look();
    },
  };
}
