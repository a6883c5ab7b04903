import { createConfiguration } from '../../../src/config/repository/configuration.ts';
import { OpsError } from '../../../src/core/errors.ts';
import type { Target } from '../../../src/core/target/target.ts';
import { type HandlerDeps, type Handlers, createHandlers } from '../../../src/flows/handlers.ts';
import { wakeForEvent } from '../../../src/flows/tell-subscriber.ts';
import type { DomainEvent } from '../../../src/ports/events.ts';
import type { JobData, Queue } from '../../../src/ports/jobs.ts';
import { memoryGitHub } from '../../fakes/memory-github.ts';
import { memoryJobs } from '../../fakes/memory-jobs.ts';
import { memoryRecords } from '../../fakes/memory-records.ts';
import { LIGHTS_FORMAT, createLights, press } from '../../support/lights-engine.ts';
import { folderWith } from '../../support/temp-folder.ts';

export const CONFIG = `version: 1
environments:
  production:
    gate: { approvals: 1 }
    drift: { after: 10m }
    targets: { house: { engine: lights, house: number-9, path: lights } }
`;
const FILES = { '.github/plumbline.yml': CONFIG, 'lights/rooms': 'kitchen on\n' };
export const TARGET = 'production/house';
export const CHECK = 'plumbline / production';
export const JOB = { signal: new AbortController().signal, attempt: 1, last: false };
const ROLES = { alice: 'write', bob: 'write', carol: 'admin', mallory: 'read' } as const;

export type House = ReturnType<typeof createHouse>;

export interface HouseOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** What is live. Default: as in Git. */
  readonly live?: Readonly<Record<string, string>>;
}

/**
 * A repository with a target of lights, and all that the flows need of the world, in memory. `alice` proposes, `bob` and
 * `carol` may approve, `mallory` may only read.
 */
export function createHouse({ files = {}, live = { kitchen: 'on' } }: HouseOptions = {}) {
  const heard: string[] = [];
  const names = new Map<string, string>();
  const hear = (words: string) => {
    if (!QUIET.test(words)) heard.push(named(names, words));
  };
  const github = memoryGitHub({ ...FILES, ...files }, hear);
  for (const [login, level] of Object.entries(ROLES)) github.ports.reviewers.permissions.set(login, level);
  const { repository, git, people } = github;
  const jobs = memoryJobs(hear, github.now);
  const tell = (event: DomainEvent) => {
    hear(wordsOf(event));
    void wakeForEvent(jobs, event);
  };
  const records = memoryRecords(tell, github.now);
  const folder = folderWith(live);
  const name = (as: string, commit: string) => {
    names.set(commit, as);
    return commit;
  };
  name('tip', git.branches.get('main') ?? '');
  const deps: HandlerDeps = {
    ...github.ports,
    ...records,
    jobs,
    engines: { lights: createLights(folder) },
    grants: { limit: (target: Target) => target },
    configuration: createConfiguration([LIGHTS_FORMAT]),
    setByServer: () => undefined,
    clock: { now: github.now },
    timeout: 1000,
    deliveries: { read: async () => undefined, finish: async () => undefined, claim: async () => true },
    readEvent: () => ({ ignored: 'other' }),
    knows: () => true,
    watches: { follow: () => hear('watch'), drop: () => hear('no watch') },
    webhookDeliveries: { redeliverFailed: async () => hear('redeliver') },
    acceptance: { unaccepted: async () => [] },
    tell,
  };
  return {
    ...github,
    records,
    jobs,
    heard,
    deps,
    name,
    /** Puts a light of the live house into a state. */
    press: (light: string, state: string) => press(folder, light, state),
    /** Proposes a change of the lights, as `head`. @returns the pull request's number */
    propose(changes: Readonly<Record<string, string | undefined>> = { 'lights/rooms': 'kitchen off\n' }) {
      name('head', people.push('topic', changes));
      return people.open('topic');
    },
    merge: (number: number) => name('merge', people.merge(number)),
    /** Runs one job a second later. @returns what was heard meanwhile */
    async run<Name extends Queue>(
      queue: Name,
      data: JobData[Name],
      more: Partial<HandlerDeps> = {},
      context = JOB,
    ): Promise<readonly string[]> {
      github.wait();
      heard.length = 0;
      const handler: Handlers[Name] = createHandlers({ ...deps, ...more })[queue];
      await handler(data, context);
      return [...heard];
    },
    /** Runs all jobs until none waits without a delay. @returns what was heard meanwhile */
    async settle(more: Partial<HandlerDeps> = {}): Promise<readonly string[]> {
      heard.length = 0;
      const handlers = createHandlers({ ...deps, ...more });
      for (let due = jobs.take(); due.length > 0; due = jobs.take())
        for (const [queue, data] of due) {
          github.wait();
          await handlers[queue](data as never, JOB);
        }
      return [...heard];
    },
    pull: (number: number) => ({ repository, number }),
  };
}

/** What is recorded beside what a test asks of a flow: `test/contract/store.test.ts` looks at it. */
const QUIET = /^(?:plan-made|sync-began|drift-seen|drift-gone|cannot-tell|job tell .*)$/;

/** Commits by their names in the test, other ids as they are. */
function named(names: ReadonlyMap<string, string>, words: string): string {
  return [...names].reduce(
    (text, [commit, name]) => text.replaceAll(commit, name).replaceAll(commit.slice(0, 7), name),
    words,
  );
}

/** The type of an event, with the part that tells it from others of its type. */
function wordsOf(event: DomainEvent): string {
  const more = [
    event.type === 'sync-progressed' && event.event.type,
    event.type === 'sync-ended' && event.outcome,
    event.type === 'drift-measured' && event.objects,
    event.type === 'revert-answered' && (event.refused ? 'refused' : 'accepted'),
    event.type === 'target-looked-at' && (event.deployed ? 'deployed' : 'not deployed'),
    event.type === 'github-failed' && String(event.error),
    event.type === 'drift-left-alone' && event.why,
    event.type === 'delivery-ignored' && event.reason,
  ];
  return [event.type, ...more.filter((word) => word !== false)].join(' ');
}

/** A refusal by the world. */
export function refusal(
  code: OpsError['code'] = 'forbidden',
  { retryable = false, message = 'not now' } = {},
): OpsError {
  return new OpsError({ code, subject: 'acme/shop', message, retryable });
}

/** A function of a port that refuses whatever it is asked. */
export function refuses(error: Error = refusal()): () => Promise<never> {
  return () => Promise.reject(error);
}

// The states of a pull request, each made by the flows themselves.

/** Planned, and on show. */
export async function planned(house: House, changes?: Parameters<House['propose']>[0]): Promise<number> {
  const number = house.propose(changes);
  await house.run('preview', house.pull(number));
  await house.settle();
  return number;
}

export async function approved(house: House): Promise<number> {
  const number = await planned(house);
  house.people.review(number);
  await house.run('decide', house.pull(number));
  await house.settle();
  return number;
}

export async function merged(house: House): Promise<number> {
  const number = await approved(house);
  house.merge(number);
  return number;
}

/** Merged, with its syncs recorded, and not begun. */
export async function deployed(house: House): Promise<number> {
  const number = await merged(house);
  await house.run('deploy', house.pull(number));
  return number;
}
