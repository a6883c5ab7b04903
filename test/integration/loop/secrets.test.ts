import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../src/store/database.ts';
import { type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, approved, deploy, deployed, driftPull } from '../../support/shop.ts';

const FIRST = 'canary-of-the-first-commit';
const SECOND = 'canary-of-the-pull-request';
const LIVE = 'canary-of-the-live-cluster';

const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata: { name: session }
stringData: { key: ${value} }
`;

describe('a secret', { timeout: 300_000 }, () => {
  it('S43: is in no comment, check, log, metric, page or row, wherever it was planted', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', { ...SHOP, 'k8s/secret.yaml': secret(FIRST) });
    const data = JSON.stringify({ stringData: { key: LIVE } });
    await loop.kubectl('patch', 'secret', 'session', '--type=merge', '-p', data);
    const drift = await until('there is a drift pull request', () => driftPull(loop), 30);
    // Its value stands where it does not belong as well.
    const banner = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: banner }\ndata: { text: 'key=${SECOND}' }\n`;
    await loop.push('feature', { 'k8s/secret.yaml': secret(SECOND), 'k8s/banner.yaml': banner });
    const pull = await loop.open('feature');
    const comment = await until('there is a comment', async () => (await loop.comments(pull))[0]);
    expect(comment).toMatch(/update Secret .*session/);
    await approved(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 2);

    const said = [
      ...(await wordsOf(loop, pull)),
      ...(await wordsOf(loop, drift)),
      loop.app.process().output(),
      await loop.app.process().metrics(),
    ];
    await loop.app.stop('SIGTERM');
    const rows = await rowsOf(join(loop.folder, 'data'));
    expect(rows.join('\n')).toContain('Secret');
    for (const value of [FIRST, SECOND, LIVE]) {
      const forms = [value, Buffer.from(value).toString('base64')];
      for (const text of [...said, ...rows]) for (const form of forms) expect(text).not.toContain(form);
    }
  });
});

/** All that a reader of the pull request sees: the page, comments, checks, and the record that a drift pull request commits. */
async function wordsOf(loop: Loop, pull: number): Promise<string[]> {
  const octokit = loop.as('carol');
  const page = await fetch(`${loop.github.url}/acme/shop/pull/${pull}`, {
    headers: { cookie: 'login=carol' },
  });
  expect(page.status).toBe(200);
  const found = await octokit.rest.pulls.get({ ...NAME, pull_number: pull });
  const runs = await octokit.rest.checks.listForRef({ ...NAME, ref: found.data.head.sha, filter: 'all' });
  const files = await octokit.rest.pulls.listFiles({ ...NAME, pull_number: pull });
  const records = files.data.filter(({ filename }) => filename.startsWith('.plumbline/'));
  return [
    await page.text(),
    JSON.stringify([found.data, runs.data, records]),
    ...(await loop.comments(pull)),
  ];
}

/** Every row of every table. */
async function rowsOf(folder: string): Promise<string[]> {
  const database = await openEmbedded(folder);
  const { db } = database;
  try {
    const tables = await sql<{ schema: string; name: string }>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_schema in ('public', 'pgboss', 'plumbline') and table_type = 'BASE TABLE'`.execute(db);
    const all = [];
    for (const { schema, name } of tables.rows) {
      const table = sql.id(schema, name);
      const { rows } = await sql<{ text: string }>`select each::text as text from ${table} as each`.execute(
        db,
      );
      all.push(...rows.map(({ text }) => text));
    }
    return all;
  } finally {
    await database.close();
  }
}
