import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { it, onTestFinished } from 'vitest';
import { startLoop } from '../support/loop.ts';
import { usePostgres } from '../support/postgres.ts';
import { FILES, IDS_FROM, KEPT_NAME, leaveInTheMiddle } from './scenario.ts';

/** The dump's folder below `fixtures/databases`: `PLUMBLINE_DUMP=0001 npx vitest run --config test/databases/vitest.config.ts`. */
const name = process.env['PLUMBLINE_DUMP'] ?? 'new';

it('leaves a database in the middle of everything, and keeps it', async () => {
  const postgres = await usePostgres();
  onTestFinished(() => postgres.stop());
  const databaseUrl = await postgres.database();
  const loop = await startLoop({ files: FILES, name: KEPT_NAME, idsFrom: IDS_FROM, databaseUrl });
  const landmarks = await leaveInTheMiddle(loop);
  const folder = fileURLToPath(new URL(`../../fixtures/databases/${name}`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/dump.sql`, await dump(databaseUrl));
  writeFileSync(`${folder}/landmarks.json`, `${JSON.stringify(landmarks, undefined, 2)}\n`);
  copyFileSync(fileURLToPath(new URL('../../app.yml', import.meta.url)), `${folder}/app.yml`);
});

/** As statements that a server and the embedded database both take: without psql's own commands. */
async function dump(url: string): Promise<string> {
  const args = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', url];
  const { stdout } = await promisify(execFile)('pg_dump', args, { maxBuffer: 256 * 1024 * 1024 });
  const lines = stdout.split('\n').filter((line) => !line.startsWith('\\') && !line.startsWith('--'));
  // The test's server stores bytes as they come: ours are all UTF-8.
  const text = lines.join('\n').replace("client_encoding = 'SQL_ASCII'", "client_encoding = 'UTF8'");
  return text.replace(/\n{3,}/g, '\n\n');
}
