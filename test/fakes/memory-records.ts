import { isEnded } from '../../src/core/sync/state.ts';
import type { RecordedEvent, Tell } from '../../src/ports/events.ts';
import type { AnswerRecord } from '../../src/ports/records/answer-records.ts';
import type { ApprovalRecord } from '../../src/ports/records/approval-records.ts';
import type { ConfigurationRecord } from '../../src/ports/records/configuration-records.ts';
import type { DriftRecord } from '../../src/ports/records/drift-records.ts';
import type { StoredEvent } from '../../src/ports/records/event-records.ts';
import type { RecordedPreview } from '../../src/ports/records/preview-records.ts';
import type { SyncRecord } from '../../src/ports/records/sync-records.ts';
import type { Store } from '../../src/store/open.ts';
import { whatDrifted, whatIsOver, whatPreviewed, whatSynced } from '../../src/store/what-happened.ts';

export type Records = Pick<
  Store,
  'previews' | 'answers' | 'approvals' | 'configurations' | 'syncs' | 'drifts' | 'events' | 'upkeep'
>;

type Happens = (events: readonly RecordedEvent[]) => void;

/** The records of a store, in memory. `test/contract/store.test.ts` holds them to the real ones. */
export function memoryRecords(tell: Tell = () => undefined, now: () => number = Date.now): Records {
  const previews: RecordedPreview[] = [];
  const happened: StoredEvent[] = [];
  const happens: Happens = (events) => {
    for (const event of events) {
      happened.push({ id: happened.length + 1, at: now(), event });
      tell(event);
    }
  };
  return {
    previews: memoryPreviews(previews, happens),
    answers: memoryAnswers(),
    approvals: memoryApprovals(),
    configurations: memoryConfigurations(previews),
    syncs: memorySyncs(happens),
    drifts: memoryDrifts(happens),
    events: memoryEvents(happened),
    // A plan is kept by whoever has it.
    upkeep: { sweep: async () => undefined },
  };
}

function memoryPreviews(all: RecordedPreview[], happens: Happens): Records['previews'] {
  const standing = new Set<string>();
  const standingKey = (repository: number, head: string) => `${repository} ${head}`;
  const first = (ids: readonly number[], key: 'sentAt' | 'shownAt', at: number) => {
    for (const [index, each] of all.entries())
      if (ids.includes(each.id) && each[key] === undefined) all[index] = { ...each, [key]: at };
  };
  return {
    async save(record) {
      all.push({ ...record, id: all.length + 1 });
      standing.add(standingKey(record.repository, record.head));
      happens(whatPreviewed(record));
    },
    async rebased(id, base) {
      for (const [index, each] of all.entries()) {
        if (each.id !== id) continue;
        all[index] = { ...each, base };
        standing.add(standingKey(each.repository, each.head));
      }
    },
    ofPull: async ({ repository, number }) =>
      all.filter((each) => each.repository === repository.id && each.pull === number),
    touched: async ({ repository, number }, at) =>
      all.some(
        ({ repository: id, pull, head, targets }) =>
          id === repository.id &&
          pull === number &&
          (at === undefined || head === at.head) &&
          targets.some(({ target }) => at === undefined || target === at.target),
      ),
    ofHeads: async (repository, heads) =>
      all.filter((each) => each.repository === repository && heads.includes(each.head)),
    async standing(repository) {
      const heads = all.filter((each) => each.repository === repository).map(({ head }) => head);
      return [...new Set(heads)].filter((head) => standing.has(standingKey(repository, head)));
    },
    async left(repository, heads) {
      for (const head of heads) standing.delete(standingKey(repository, head));
    },
    sent: async (ids, at) => first(ids, 'sentAt', at),
    shown: async (ids, at) => first(ids, 'shownAt', at),
  };
}

function memoryAnswers(): Records['answers'] {
  const all = new Map<string, AnswerRecord>();
  return {
    async save(record) {
      const key = `${record.repository} ${record.comment}`;
      const before = all.get(key);
      all.set(key, before === undefined ? record : { ...before, answer: record.answer });
    },
    async latest({ repository, number }, most) {
      const own = [...all.values()].filter(
        (each) => each.repository === repository.id && each.pull === number,
      );
      return own.toSorted((a, b) => b.comment - a.comment).slice(0, most);
    },
  };
}

function memoryApprovals(): Records['approvals'] {
  const all = new Map<string, ApprovalRecord>();
  return {
    async save(record) {
      const { repository, pull, environment, fingerprint, user } = record;
      const key = JSON.stringify([repository, pull, environment, fingerprint, user]);
      const before = all.get(key);
      const shownAt = Math.max(before?.shownAt ?? 0, record.shownAt ?? 0);
      all.set(key, { ...(before ?? record), ...(shownAt > 0 && { shownAt }) });
    },
    ofPull: async ({ repository, number }) =>
      [...all.values()].filter((each) => each.repository === repository.id && each.pull === number),
  };
}

function memoryConfigurations(previews: readonly RecordedPreview[]): Records['configurations'] {
  const all: ConfigurationRecord[] = [];
  const of = (repository: number) => all.filter((each) => each.repository === repository);
  return {
    inForce: async (repository) => of(repository).at(-1),
    all: async (repository) => of(repository),
    async advance(next, after) {
      const known = of(next.repository).at(-1);
      if (known !== undefined && known.id !== after) return known;
      const record = { ...next, id: all.length + 1 };
      all.push(record);
      return record;
    },
    async settled(id, at) {
      const index = all.findIndex((each) => each.id === id);
      const record = all[index];
      if (record !== undefined && record.settledAt === undefined) all[index] = { ...record, settledAt: at };
    },
    setByServer: async (repository, commit) =>
      of(repository).findLast(({ because }) => because === 'server')?.commit === commit,
    judgedBefore: async (repository) => previews.findLast((each) => each.repository === repository)?.base,
  };
}

interface Kept {
  readonly record: SyncRecord;
  readonly told: boolean;
  readonly forgotten: boolean;
}

function memorySyncs(happens: Happens): Records['syncs'] {
  const all: Kept[] = [];
  const records = (which: (kept: Kept) => boolean) => all.filter(which).map(({ record }) => record);
  const change = (id: number, to: (kept: Kept) => Kept) => {
    const index = all.findIndex(({ record }) => record.id === id);
    const kept = all[index];
    if (kept === undefined) throw new Error(`There is no sync ${id}.`);
    return (all[index] = to(kept)).record;
  };
  const applied = () =>
    all.filter(({ record: { state }, forgotten }) => !forgotten && ['synced', 'degraded'].includes(state));
  return {
    async create(sync) {
      const before = all.findLast(
        ({ record: { repository, target, commit, pull } }) =>
          repository.id === sync.repository.id &&
          target === sync.target &&
          commit === sync.commit &&
          pull === sync.pull,
      );
      const { state } = before?.record ?? {};
      const isKnown =
        state !== undefined && (!isEnded(state) || (state === 'synced' && before?.forgotten === false));
      if (before !== undefined && isKnown) return before.record;
      const record = { ...sync, id: all.length + 1, updatedAt: sync.createdAt };
      all.push({ record, told: isEnded(sync.state), forgotten: false });
      return record;
    },
    read: async (id) => all.find(({ record }) => record.id === id)?.record,
    async update(id, patch, updatedAt) {
      const before = all.find(({ record }) => record.id === id)?.record.state ?? 'queued';
      const after = change(id, (kept) => ({ ...kept, record: { ...kept.record, ...patch, updatedAt } }));
      happens(whatSynced(before, after));
      return after;
    },
    ofPull: async ({ repository, number }) =>
      records(({ record }) => record.repository.id === repository.id && record.pull === number),
    unfinished: async (of) =>
      records(
        ({ record: { state, repository, target } }) =>
          !isEnded(state) &&
          (of === undefined || (repository.id === of.repository.id && target === of.target)),
      ),
    untold: async () => records(({ record, told }) => isEnded(record.state) && !told),
    told: async (id) => void change(id, (kept) => ({ ...kept, told: true })),
    lastSynced: async (repository, target) =>
      applied().findLast(({ record }) => record.repository.id === repository && record.target === target)
        ?.record,
    async allSynced() {
      const last = new Map(
        applied().map(({ record }) => [`${record.repository.id} ${record.target}`, record]),
      );
      return [...last.values()];
    },
    async forget(repository, target) {
      for (const { record } of applied())
        if (record.repository.id === repository && record.target === target)
          change(record.id, (kept) => ({ ...kept, forgotten: true }));
    },
  };
}

function memoryDrifts(happens: Happens): Records['drifts'] {
  const all = new Map<string, DriftRecord>();
  const key = (repository: number, target: string) => `${repository} ${target}`;
  return {
    async save(record) {
      const own = key(record.repository.id, record.target);
      const before = all.get(own);
      all.set(own, record);
      happens(whatDrifted(before, record));
    },
    find: async (repository, target) => all.get(key(repository, target)),
    all: async () => [...all.values()],
    async remove(repository, target) {
      const before = all.get(key(repository, target));
      all.delete(key(repository, target));
      if (before !== undefined) happens(whatIsOver(before));
    },
  };
}

function memoryEvents(all: readonly StoredEvent[]): Records['events'] {
  const cursors = new Map<string, number>();
  const cursor = (name: string, repository: number) => cursors.get(`${name} ${repository}`) ?? 0;
  const unheard = (name: string) => all.filter(({ id, event }) => id > cursor(name, event.repository));
  return {
    waiting: async (name) => [...new Set(unheard(name).map(({ event }) => event.repository))],
    unread: async (name, repository, most) =>
      unheard(name)
        .filter(({ event }) => event.repository === repository)
        .slice(0, most),
    read: async (name, repository, id) =>
      void cursors.set(`${name} ${repository}`, Math.max(id, cursor(name, repository))),
  };
}
