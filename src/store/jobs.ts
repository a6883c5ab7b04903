import { type Kysely, sql } from 'kysely';
import type { Job, PgBoss } from 'pg-boss';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import type { JobData, Jobs, Queue } from '../ports/jobs.ts';
import type { Schema } from './schema.ts';

/** How an attempt of a job ended. */
export type JobOutcome = 'done' | 'retried' | 'dead';
export type JobObserver = (queue: Queue, outcome: JobOutcome, seconds: number) => void;

/** All queues, or it does not compile. */
const ALL: Readonly<Record<Queue, true>> = {
  receive: true,
  preview: true,
  decide: true,
  'decide-commit': true,
  queue: true,
  configuration: true,
  command: true,
  answer: true,
  deploy: true,
  sync: true,
  'detect-drift': true,
  refresh: true,
  reconcile: true,
  tell: true,
};
const QUEUES = Object.keys(ALL) as Queue[];

/** Seconds that a job may run. A killed worker is noticed long before, by its missing heartbeat. */
const LONGEST = 3600;
const HEARTBEAT = 20;
const RETRIES = 6;
/** The queue of jobs to enqueue later. */
const LATER = 'later';

interface Later {
  readonly queue: Queue;
  readonly data: object;
  readonly key: string;
}

/** Makes the missing queues, with a policy of one running and one waiting job for each key. */
export async function makeQueues(boss: PgBoss): Promise<void> {
  for (const name of [...QUEUES, LATER]) {
    await boss.createQueue(name, {
      policy: 'stately',
      retryLimit: RETRIES,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 120,
      expireInSeconds: LONGEST,
      heartbeatSeconds: HEARTBEAT,
      notify: true,
    });
  }
}

/** Tries again at once the jobs that were running when the only process that could run them ended. */
export async function reviveJobs(boss: PgBoss, db: Kysely<Schema>): Promise<void> {
  // The queue's own search gives a page of all jobs, the ended ones first.
  const ours = sql.join([...QUEUES, LATER]);
  const running = sql<{ name: string; id: string }>`
    select name, id from pgboss.job where state = 'active' and name in (${ours})`;
  for (const { name, id } of (await running.execute(db)).rows)
    await boss.fail(name, id, { message: 'the process ended' });
}

export interface JobsOptions {
  readonly boss: PgBoss;
  readonly log: Log;
  readonly observe: JobObserver;
}

export function createJobs(options: JobsOptions): Jobs {
  const { boss } = options;
  return {
    async enqueue(queue, data, { key, after }) {
      if (after === undefined) await boss.send(queue, data, { singletonKey: key });
      else await enqueueLater(boss, { queue, data, key }, after);
    },
    async work(queue, handler, { concurrency }) {
      type Data = JobData[typeof queue];
      for (let n = 0; n < concurrency; n += 1)
        await startWorker<Data>(boss, queue, 5, (job) => attempt(options, queue, job, handler));
    },
  };
}

/** Does one job of the queue at a time, and then looks for the next at once: a waiting job does not wait for a poll. */
async function startWorker<Data>(
  boss: PgBoss,
  queue: string,
  seconds: number,
  handle: (job: Job<Data>) => Promise<void>,
): Promise<void> {
  const worker = { id: '' };
  worker.id = await boss.work<Data>(queue, { ...polling(seconds), batchSize: 1 }, async ([job]) => {
    try {
      if (job !== undefined) await handle(job);
    } finally {
      boss.notifyWorker(worker.id);
    }
  });
}

/** A notification wakes a worker for jobs that are due now; jobs that become due later are found only by polling. */
function polling(seconds: number) {
  return { pollingIntervalSeconds: seconds, notifyPollingIntervalSeconds: seconds };
}

/** Enqueues a job later; the last call for a key sets the time. */
async function enqueueLater(boss: PgBoss, later: Later, after: number): Promise<void> {
  const startAfter = new Date(Date.now() + after);
  const singletonKey = `${later.queue}/${later.key}`;
  await boss.upsert(LATER, later, { singletonKey, startAfter });
}

/** Enqueues the jobs that are due. */
export async function workLater(boss: PgBoss): Promise<void> {
  await startWorker<Later>(boss, LATER, 1, async ({ data: { queue, data, key } }) => {
    await boss.send(queue, data, { singletonKey: key });
  });
}

async function attempt<Data>(
  { log, observe }: JobsOptions,
  queue: Queue,
  { id, data, signal, retryCount }: Job<Data>,
  handler: (data: Data, context: { signal: AbortSignal; attempt: number; last: boolean }) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const last = retryCount >= RETRIES;
  try {
    await handler(data, { signal, attempt: retryCount + 1, last });
    observe(queue, 'done', seconds());
  } catch (error) {
    const final = last || (error instanceof OpsError && !error.retryable);
    observe(queue, final ? 'dead' : 'retried', seconds());
    const about = { err: error, queue, job: id, attempt: retryCount + 1 };
    if (!final) {
      log.warn(about, 'job failed, and is tried again');
      throw error;
    }
    // A job that would fail again is not tried again: it is logged, and the queue goes on.
    log.error(about, 'job is dead');
  }
}
