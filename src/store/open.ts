import { sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Tell } from '../ports/events.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { AnswerRecords } from '../ports/records/answer-records.ts';
import type { ApprovalRecords } from '../ports/records/approval-records.ts';
import type { ConfigurationRecords } from '../ports/records/configuration-records.ts';
import type { Deliveries } from '../ports/records/deliveries.ts';
import type { DriftRecords } from '../ports/records/drift-records.ts';
import type { EventRecords } from '../ports/records/event-records.ts';
import type { PreviewRecords } from '../ports/records/preview-records.ts';
import type { SyncRecords } from '../ports/records/sync-records.ts';
import type { Upkeep } from '../ports/records/upkeep.ts';
import { createAnswers } from './answers.ts';
import { createApprovals } from './approvals.ts';
import { createConfigurations } from './configurations.ts';
import { type Database, openEmbedded, openServer } from './database.ts';
import { createDeliveries } from './deliveries.ts';
import { createDrifts } from './drifts.ts';
import { createEvents, createRecording, sweepEvents } from './events.ts';
import { type JobObserver, createJobs, makeQueues, reviveJobs, workLater } from './jobs.ts';
import { migrate } from './migrate.ts';
import { sweepPlans } from './plans.ts';
import { createPreviews } from './previews.ts';
import { createSyncs } from './syncs.ts';

export interface StoreOptions {
  /** A PostgreSQL server; absent: an embedded database in the folder. */
  readonly databaseUrl?: string;
  readonly folder: string;
  readonly log: Log;
  readonly observe: JobObserver;
  /** Told of what is recorded. */
  readonly tell: Tell;
}

export interface Store {
  readonly deliveries: Deliveries;
  readonly jobs: Jobs;
  readonly previews: PreviewRecords;
  readonly answers: AnswerRecords;
  readonly approvals: ApprovalRecords;
  readonly configurations: ConfigurationRecords;
  readonly syncs: SyncRecords;
  readonly drifts: DriftRecords;
  readonly events: EventRecords;
  readonly upkeep: Upkeep;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Lets running jobs end, for a while; the next process does the others. */
  close(): Promise<void>;
}

/** @throws OpsError when the database cannot be opened, or is another process's. */
export async function openStore({ databaseUrl, folder, log, observe, tell }: StoreOptions): Promise<Store> {
  const database = await (databaseUrl === undefined ? openEmbedded(folder) : openServer(databaseUrl));
  const { db, boss } = database;
  boss.on('error', (err) => log.error({ err }, 'the job queue failed'));
  try {
    await migrate(db);
    await boss.start();
    await makeQueues(boss);
    if (database.exclusive) await reviveJobs(boss, db);
    await workLater(boss);
  } catch (error) {
    await closeAll(database);
    throw error;
  }
  const recording = createRecording(db, tell);
  return {
    deliveries: createDeliveries(db, boss),
    jobs: createJobs({ boss, log, observe }),
    previews: createPreviews(db, recording),
    answers: createAnswers(db),
    approvals: createApprovals(db),
    configurations: createConfigurations(db),
    syncs: createSyncs(db, recording),
    drifts: createDrifts(db, recording),
    events: createEvents(db),
    upkeep: {
      async sweep() {
        await sweepPlans(db);
        await sweepEvents(db);
      },
    },
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => closeAll(database),
  };
}

/** Milliseconds that a running job has to end. */
const GRACE = 10_000;

async function closeAll(database: Database): Promise<void> {
  await database.boss.stop({ graceful: true, timeout: GRACE });
  await database.close();
}
