/** Something that Plumbline does, and how much faster than its peers it is to be. */
export interface Row {
  readonly title: string;
  readonly scenario: string;
  readonly measure: string;
  readonly goals: readonly Goal[];
  /** Above the idle process, in MiB. */
  readonly memory?: number;
}

export interface Goal {
  readonly peer: string;
  readonly measure: string;
  /** The peer's time by ours; a rate of 0.85 of the peer's is the same as 0.85 of its speed. */
  readonly ratio: number;
  /** Compare only the time from the first write, or dry run, to the last. */
  readonly only?: 'writing' | 'asking';
}

const KUBECTL = { peer: 'kubectl diff', measure: 'kubectl' };
const FLUX = { peer: 'Flux Diff', measure: 'flux' };
const KUBECTL_APPLY = { peer: 'kubectl apply', measure: 'kubectl' };

export const ROWS: readonly Row[] = [
  {
    title: 'First plan in a process',
    scenario: 'changed',
    measure: 'first',
    goals: [
      { ...KUBECTL, ratio: 12 },
      { ...FLUX, ratio: 5 },
    ],
  },
  {
    title: 'Next plan of the same',
    scenario: 'changed',
    measure: 'next',
    goals: [{ ...KUBECTL, ratio: 40 }],
  },
  {
    title: 'Next plan, five times the objects',
    scenario: 'large',
    measure: 'next',
    goals: [{ ...KUBECTL, ratio: 30 }],
    memory: 250,
  },
  {
    title: 'First plan, applied by kubectl before',
    scenario: 'unprovable',
    measure: 'first',
    goals: [
      { ...KUBECTL, ratio: 3.5 },
      { ...FLUX, ratio: 1.5 },
      { peer: 'bare dry runs, asking alone', measure: 'bare', ratio: 0.85, only: 'asking' },
    ],
  },
  {
    title: '`plumb diff` as a whole command',
    scenario: 'changed',
    measure: 'plumb diff',
    goals: [{ ...KUBECTL, ratio: 5 }],
  },
  {
    title: 'Sync into nothing',
    scenario: 'create',
    measure: 'sync',
    goals: [
      { ...KUBECTL_APPLY, ratio: 1.7 },
      { peer: 'Flux ApplyAll', measure: 'flux', ratio: 1.7 },
      { peer: 'bare applies, writing alone', measure: 'bare', ratio: 0.85, only: 'writing' },
    ],
  },
  {
    title: 'Sync when nothing changed',
    scenario: 'unchanged',
    measure: 'sync',
    goals: [{ ...KUBECTL_APPLY, ratio: 20 }],
  },
];
