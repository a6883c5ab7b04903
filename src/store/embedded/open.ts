import type { PGlite, Results } from '@electric-sql/pglite';
import type { OpsError } from '../../core/errors.ts';
import { type Thread, startThread } from './start-thread.ts';

/** A transaction, which has the database for itself. An exception takes it back too. */
interface Inside {
  readonly query: <Row>(text: string, values?: unknown[]) => Promise<Results<Row>>;
  readonly rollback: () => Promise<void>;
}

/** A PGlite, as far as Kysely and pg-boss speak to one, that works in a thread of its own. */
export interface EmbeddedDatabase
  extends Pick<Inside, 'query'>, Pick<PGlite, 'closed' | 'exec' | 'ready' | 'waitReady' | 'close'> {
  transaction<Result>(work: (inside: Inside) => Promise<Result>): Promise<Result>;
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
}

/**
 * Opens the database in the folder, or makes one.
 * @param lost is told if its thread ends without having been asked to; all calls are refused then
 * @throws Error when there is no database in the folder that PGlite can read
 */
export async function openInThread(
  folder: string,
  lost: (error: OpsError) => void,
): Promise<EmbeddedDatabase> {
  const thread = startThread(folder, lost);
  try {
    await thread.ask({ name: 'open' });
  } catch (error) {
    await thread.end();
    throw error;
  }
  return speakTo(thread);
}

function speakTo(thread: Thread): EmbeddedDatabase {
  let closed = false;
  return {
    query: queryOf(thread, false),
    ready: true,
    waitReady: Promise.resolve(),
    get closed() {
      return closed;
    },
    exec: (text) => thread.ask({ name: 'exec', text }) as Promise<Results[]>,
    transaction: (work) => transact(thread, work),
    listen: (channel, heard) => thread.listen(channel, heard),
    async close() {
      closed = true;
      await thread.ask({ name: 'close' });
      await thread.end();
    },
  };
}

async function transact<Result>(thread: Thread, work: (inside: Inside) => Promise<Result>): Promise<Result> {
  let over = false;
  const end = async (name: 'commit' | 'rollback') => {
    if (over) return;
    over = true;
    await thread.ask({ name });
  };
  const inside = queryOf(thread, true);
  // The thread would take a late statement for one of the next transaction.
  const query: Inside['query'] = async (text, values) => {
    if (over) throw new Error('the transaction is over');
    return inside(text, values);
  };
  await thread.ask({ name: 'begin' });
  try {
    const result = await work({ query, rollback: () => end('rollback') });
    await end('commit');
    return result;
  } catch (error) {
    await end('rollback');
    throw error;
  }
}

function queryOf(thread: Thread, inside: boolean): Inside['query'] {
  return (text, values = []) => thread.ask({ name: 'query', text, values, inside }) as Promise<never>;
}
