import type { JobData, Jobs, Queue } from '../../src/ports/jobs.ts';

/** A job of a queue with its data. */
export type Enqueued = readonly [Queue, JobData[Queue]];

export interface MemoryJobs extends Pick<Jobs, 'enqueue'> {
  /** Takes the jobs that are due, in the order in which they came. */
  take(): readonly Enqueued[];
}

/** Jobs that wait until a test takes them. `test/contract/jobs.test.ts` holds them to the real queue. */
export function memoryJobs(said: (words: string) => void, now: () => number): MemoryJobs {
  const waiting = new Map<string, Enqueued>();
  const later = new Map<string, { readonly job: Enqueued; readonly at: number }>();
  const wait = (name: string, job: Enqueued) => void (waiting.has(name) || waiting.set(name, job));
  return {
    async enqueue(queue, data, { key, after }) {
      const name = `${queue} ${key}`;
      if (after === undefined) wait(name, [queue, data]);
      else later.set(name, { job: [queue, data], at: now() + after });
      said(`job ${name}${after === undefined ? '' : ` in ${after}`}`);
    },
    take() {
      for (const [name, { job, at }] of later) {
        if (at > now()) continue;
        later.delete(name);
        wait(name, job);
      }
      const due = [...waiting.values()];
      waiting.clear();
      return due;
    },
  };
}
