import type { JobOptions, JobData, Jobs, Queue } from '../../src/ports/jobs.ts';

export interface MemoryJobs extends Pick<Jobs, 'enqueue'> {
  /** Takes the waiting jobs without a delay, in the order in which they came: `[queue, data]`. */
  take(): readonly (readonly [Queue, JobData[Queue]])[];
}

/** Jobs that wait until a test takes them. Of one key at most one waits. */
export function memoryJobs(said: (words: string) => void): MemoryJobs {
  const waiting = new Map<string, readonly [Queue, JobData[Queue], JobOptions]>();
  return {
    async enqueue(queue, data, options) {
      const { key, after } = options;
      waiting.set(`${queue} ${key}`, [queue, data, options]);
      said(`job ${queue} ${key}${after === undefined ? '' : ` in ${after}`}`);
    },
    take() {
      const due = [...waiting].filter(([, [, , { after }]]) => after === undefined);
      for (const [key] of due) waiting.delete(key);
      return due.map(([, [queue, data]]) => [queue, data]);
    },
  };
}
