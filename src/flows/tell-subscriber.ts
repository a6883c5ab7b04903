import { OpsError, isForGood } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { DomainEvent, RecordedEvent, Tell } from '../ports/events.ts';
import type { JobContext, JobData, Jobs } from '../ports/jobs.ts';
import type { EventRecords } from '../ports/records/event-records.ts';

/** The names of all subscribers, by which their cursors are kept. */
export const SUBSCRIBERS = ['deployments'] as const;

/** Hears the recorded events of a repository in their order: each at least once, and again after a crash. */
export type Subscriber = (event: RecordedEvent) => Promise<void>;
export type Subscribers = Readonly<Record<(typeof SUBSCRIBERS)[number], Subscriber>>;

export interface SubscriberDeps {
  readonly events: Pick<EventRecords, 'unread' | 'read'>;
  readonly subscribers: Subscribers;
  readonly clock: Pick<Clock, 'now'>;
  /** When this process began, in milliseconds since the epoch: while none was up, nobody could hear. */
  readonly upSince: number;
  readonly tell: Tell;
}

const AT_ONCE = 100;
/** For how long an event that cannot be heard for now keeps those after it waiting, in milliseconds. */
const PATIENCE = 86_400_000;

/**
 * Tells a subscriber what it has not heard of a repository. Where it fails for now, the queue tells it again; what it can
 * never hear, or has not for a day, is passed over.
 */
export async function tellSubscriber(
  { events, subscribers, clock, upSince, tell }: SubscriberDeps,
  { subscriber, repository }: JobData['tell'],
  { last }: Pick<JobContext, 'last'>,
): Promise<void> {
  const hear = (subscribers as Readonly<Record<string, Subscriber>>)[subscriber];
  // It is of another version.
  if (hear === undefined) return;
  const unread = () => events.unread(subscriber, repository, AT_ONCE);
  for (let next = await unread(); next.length > 0; next = await unread())
    for (const { id, at, event } of next) {
      try {
        await hear(event);
      } catch (error) {
        if (clock.now() - Math.max(at, upSince) < PATIENCE && mayPass(error, last)) throw error;
        tell({ type: 'event-unheard', subscriber, event: id, error });
      }
      await events.read(subscriber, repository, id);
    }
}

/** A refusal of what is told is for good. A bug is one too, unless the database was away for a moment. */
function mayPass(error: unknown, last: boolean): boolean {
  return error instanceof OpsError ? !isForGood(error) : !last;
}

export interface WakeDeps {
  readonly events: Pick<EventRecords, 'waiting'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** Wakes the subscribers that have not heard everything: they, or whoever was to wake them, may have been down. */
export async function wakeSubscribers({ events, jobs }: WakeDeps): Promise<void> {
  for (const subscriber of SUBSCRIBERS)
    for (const repository of await events.waiting(subscriber)) await wake(jobs, { subscriber, repository });
}

/** Wakes every subscriber for a recorded event. It is committed already: a job that ran before would not see it. */
export async function wakeForEvent(jobs: WakeDeps['jobs'], event: DomainEvent): Promise<void> {
  if (!isRecorded(event)) return;
  for (const subscriber of SUBSCRIBERS) await wake(jobs, { subscriber, repository: event.repository });
}

function wake(jobs: WakeDeps['jobs'], to: JobData['tell']): Promise<void> {
  return jobs.enqueue('tell', to, { key: `${to.repository}/${to.subscriber}` });
}

/** All types of recorded events, or it does not compile. */
const RECORDED: Readonly<Record<RecordedEvent['type'], true>> = {
  'plan-made': true,
  'sync-began': true,
  'sync-ended': true,
  'drift-seen': true,
  'drift-gone': true,
  'cannot-tell': true,
};

function isRecorded(event: DomainEvent): event is RecordedEvent {
  return Object.hasOwn(RECORDED, event.type);
}
