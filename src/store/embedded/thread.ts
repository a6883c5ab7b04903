import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Asked, ErrorFields, QueryCall, Told } from './messages.ts';

/** The transaction that has the database for itself. */
interface Open {
  readonly transaction: Transaction;
  /** Lets it be committed, if it was not taken back. */
  readonly finish: () => void;
  readonly finished: Promise<void>;
}

let database: Promise<PGlite> | undefined;
let open: Open | undefined;
const listeners = new Map<number, () => Promise<void>>();

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

/** Calls are begun in their order; the database itself lets one wait for another. */
async function answer(asked: Asked): Promise<void> {
  const { id } = asked;
  try {
    const pglite = await (database ??= PGlite.create(String(workerData)));
    tell({ type: 'answer', id, value: await perform(pglite, asked) });
  } catch (error) {
    tell({ type: 'refusal', id, error: fieldsOf(error) });
  }
}

/** Whoever asks to open has its answer as soon as the database is there. */
async function perform(pglite: PGlite, asked: Asked): Promise<unknown> {
  if (asked.name === 'query') return query(pglite, asked);
  if (asked.name === 'exec') return pglite.exec(asked.text);
  if (asked.name === 'begin') return begin(pglite);
  if (asked.name === 'commit' || asked.name === 'rollback') return end(asked.name);
  if (asked.name === 'listen') return listen(pglite, asked.channel, asked.id);
  if (asked.name === 'unlisten') return unlisten(asked.listener);
  return asked.name === 'close' ? pglite.close() : undefined;
}

function query(pglite: PGlite, { text, values, inside }: QueryCall): Promise<unknown> {
  return (inside ? current().transaction : pglite).query(text, [...values]);
}

function current(): Open {
  if (open === undefined) throw new Error('no transaction is open');
  return open;
}

function begin(pglite: PGlite): Promise<void> {
  return new Promise((begun, refused) => {
    const finished = pglite.transaction(
      (transaction) =>
        new Promise<void>((finish) => {
          open = { transaction, finish, finished };
          begun();
        }),
    );
    finished.catch(refused);
  });
}

async function end(how: 'commit' | 'rollback'): Promise<void> {
  const { transaction, finish, finished } = current();
  open = undefined;
  try {
    if (how === 'rollback') await transaction.rollback();
  } finally {
    finish();
  }
  await finished;
}

async function listen(pglite: PGlite, channel: string, listener: number): Promise<void> {
  const stop = await pglite.listen(channel, (payload) => tell({ type: 'notification', listener, payload }));
  listeners.set(listener, stop);
}

async function unlisten(listener: number): Promise<void> {
  await listeners.get(listener)?.();
}

/** Without the statement's values, which belong into no log. */
function fieldsOf(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { message: String(error) };
  const fields = Object.entries(error).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return { ...Object.fromEntries(fields), message: error.message };
}

parentPort?.on('message', (asked: Asked) => void answer(asked));
