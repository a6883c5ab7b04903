import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { type EmbeddedDatabase, openInThread } from '../../src/store/embedded/open.ts';
import { until } from '../support/loop.ts';
import { folderWith } from '../support/temp-folder.ts';

/** A data folder with an empty database. */
function dataFolder(): string {
  const folder = folderWith({});
  cpSync(inject('emptyDatabase'), join(folder, 'database'), { recursive: true });
  return folder;
}

interface Opened {
  readonly database: EmbeddedDatabase;
  readonly thread: Worker;
  readonly lost: OpsError[];
}

async function open(): Promise<Opened> {
  const lost: OpsError[] = [];
  const started = once(process, 'worker') as Promise<[Worker]>;
  const database = await openInThread(join(dataFolder(), 'database'), (error) => void lost.push(error));
  const [thread] = await started;
  onTestFinished(() => (database.closed || lost.length > 0 ? undefined : database.close()));
  return { database, thread, lost };
}

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as Error,
  );

describe('the embedded database in its thread', () => {
  it('leaves the program free while a statement takes its time', async () => {
    const { database } = await open();
    let ended = false;
    const slow = database
      .query('select count(*) from generate_series(1, 3000000)')
      .finally(() => (ended = true));
    await sleep(20);
    expect(ended).toBe(false);
    expect((await slow).rows).toEqual([{ count: 3_000_000 }]);
  });

  it('takes and gives values as they are', async () => {
    const { database } = await open();
    const time = new Date('2026-01-02T03:04:05.678Z');
    const values: unknown[] = [
      time,
      2 ** 40,
      { a: [1, { b: null }] },
      Buffer.from([0, 255]),
      ['x', 'y,"z'],
      true,
      null,
    ];
    const types = ['timestamptz', 'int8', 'jsonb', 'bytea', 'text[]', 'bool', 'text'];
    const columns = types.map((type, n) => `$${n + 1}::${type} as c${n}`);
    const { rows } = await database.query<Record<string, unknown>>(`select ${columns.join()}`, values);
    expect(Object.values(rows[0] ?? {})).toEqual(values.with(3, new Uint8Array([0, 255])));
  });

  it('tells what is wrong with a statement by its SQLSTATE and words, and never its values', async () => {
    const { database } = await open();
    await database.exec('create table keys (id int primary key, secret text)');
    const insert = () => database.query('insert into keys values ($1, $2)', [1, 'hunter2']);
    await insert();
    const error = await errorOf(insert());
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code: '23505',
      message: 'duplicate key value violates unique constraint "keys_pkey"',
      constraint: 'keys_pkey',
      table: 'keys',
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(await errorOf(database.exec('select 1; select 1/0'))).toMatchObject({ code: '22012' });
  });

  it('refuses a value that cannot be sent, and goes on', async () => {
    const { database } = await open();
    await expect(database.query('select $1::text', [() => 1])).rejects.toThrow('could not be cloned');
    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('tells what is notified, to whom and for as long as it is listened to', async () => {
    const { database } = await open();
    const heard: string[] = [];
    const [stop] = [
      await database.listen('one', (payload) => void heard.push(`one ${payload}`)),
      await database.listen('two', (payload) => void heard.push(`two ${payload}`)),
    ];
    await database.query(`select pg_notify('one', 'a'), pg_notify('two', 'b')`);
    await until('both are heard', async () => heard.length === 2);
    await stop();
    await database.query(`select pg_notify('one', 'c'), pg_notify('two', 'd')`);
    await until('the other is heard', async () => heard.length === 3);
    expect(heard.toSorted()).toEqual(['one a', 'two b', 'two d']);
  });

  it('answers nothing once it is closed', async () => {
    const { database, thread, lost } = await open();
    await database.close();
    expect(thread.threadId).toBe(-1);
    await expect(database.query('select 1')).rejects.toThrow('the database is closed');
    expect(lost).toEqual([]);
  });
});

describe('a transaction in the embedded database', () => {
  it('has it for itself: whatever comes meanwhile waits for its end', async () => {
    const { database } = await open();
    await database.exec('create table notes (said text)');
    const order: string[] = [];
    const say = (said: string) => `insert into notes values ('${said}')`;
    const { promise: hold, resolve: letGo } = Promise.withResolvers<void>();
    const first = database.transaction(async ({ query }) => {
      await query(say('a'));
      await hold;
      await query(say('b'));
      order.push('first');
    });
    const others = [
      database.query(say('c')).then(() => order.push('query')),
      database.exec(say('d')).then(() => order.push('exec')),
      database
        .transaction(async ({ query }) => void (await query(say('e'))))
        .then(() => order.push('second')),
    ];
    await sleep(200);
    expect(order).toEqual([]);
    letGo();
    await Promise.all([first, ...others]);
    expect(order).toEqual(['first', 'query', 'exec', 'second']);
    const { rows } = await database.query<{ said: string }>('select said from notes');
    expect(rows.map(({ said }) => said).join('')).toBe('abcde');
  });

  it('is taken back by an exception, by a statement that failed, and by a word', async () => {
    const { database } = await open();
    await database.exec('create table notes (said text)');
    const insert = `insert into notes values ('x')`;
    const thrown = database.transaction(async ({ query }) => {
      await query(insert);
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    const failed = database.transaction(async ({ query }) => {
      await query(insert);
      await errorOf(query('select 1/0'));
    });
    await expect(failed).rejects.toMatchObject({ code: '25P02' });
    await database.transaction(async ({ query, rollback }) => {
      await query(insert);
      await rollback();
      await expect(query(insert)).rejects.toThrow('the transaction is over');
    });
    expect((await database.query('select * from notes')).rows).toEqual([]);
  });

  it('takes no statement that comes after its end into the next one', async () => {
    const { database } = await open();
    await database.exec('create table notes (said text)');
    const late = await database.transaction(async ({ query }) => query);
    await database.transaction(async () => {
      await expect(late(`insert into notes values ('late')`)).rejects.toThrow('the transaction is over');
    });
    expect((await database.query('select * from notes')).rows).toEqual([]);
  });
});

/** A process with an open store, whose database's thread ends when it is told so. */
function otherProcess(folder: string): ChildProcess {
  const program = fileURLToPath(new URL('../support/store-process.ts', import.meta.url));
  const killer = `import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.once('worker', (thread) => process.on('message', () => thread.terminate()));`;
  const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(killer)}`];
  const child = spawn(process.execPath, [...execArgv, program, JSON.stringify({ folder })], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a database whose thread has ended', () => {
  it('answers no call, neither one that waits nor a later one, and says what to do', async () => {
    const { database, thread, lost } = await open();
    const begun = Promise.withResolvers<void>();
    const waiting = [
      database.transaction(async () => {
        begun.resolve();
        await sleep(500);
      }),
      database.query('select 1'),
      database.exec('select 1'),
    ].map(errorOf);
    await begun.promise;
    await thread.terminate();
    const errors = [...(await Promise.all(waiting)), await errorOf(database.query('select 1'))];
    for (const error of errors) {
      expect(error).toBeInstanceOf(OpsError);
      expect(error).toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(
          /^data folder .*: the thread of its database has ended\. Start Plumbline again/,
        ),
      });
    }
    expect(lost).toEqual([errors.at(-1)]);
  });

  it('ends the process, and the next one opens the folder', async () => {
    const folder = dataFolder();
    const child = otherProcess(folder);
    const said = text(child.stderr!);
    await once(child.stdout!, 'data');
    child.send('end');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).not.toBe(0);
    expect(await said).toContain('the thread of its database has ended');
    const again = otherProcess(folder);
    expect(String(await once(again.stdout!, 'data'))).toContain('opened');
  });
});
