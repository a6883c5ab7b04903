import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { ObjectAnswer, ObjectCommand } from './answers.ts';
import { ObjectProcess } from './object-process.ts';

/** Repositories whose processes are kept open. */
const OPEN = 8;
/** Milliseconds from the last request to the end of a process. */
const IDLE = 5000;

/** By the path of the repository. */
const readers = new LRUCache<string, Reader>({ max: OPEN, dispose: (reader) => reader.close() });

/**
 * Reads objects of a repository by a Git process that stays open for the next request. Git finds by itself what a fetch
 * brings and a repack moves.
 * @param bytes the size of all contents together, at most
 * @returns an answer to each command
 * @throws OpsError where Git fails
 */
export function readObjects(
  repository: string,
  commands: readonly ObjectCommand[],
  bytes: number,
): Promise<readonly ObjectAnswer[]> {
  const wrong = commands.find((command) => command.includes('\n'));
  if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is more than one command.`);
  const reader = readers.get(repository) ?? new Reader(repository);
  readers.set(repository, reader);
  return reader.read(commands, bytes);
}

/** One repository's process, which is started when it is needed, and takes one request after the other. */
class Reader {
  readonly #repository: string;
  readonly #turn = pLimit(1);
  #open: ObjectProcess | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(repository: string) {
    this.#repository = repository;
  }

  read(commands: readonly ObjectCommand[], bytes: number): Promise<readonly ObjectAnswer[]> {
    return this.#turn(async () => {
      clearTimeout(this.#idle);
      try {
        return (await this.#byOpenOne(commands, bytes)) ?? (await this.#byNewOne(commands, bytes));
      } finally {
        this.#idle = setTimeout(() => this.close(), IDLE).unref();
      }
    });
  }

  close(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  /** @returns undefined where only a new process can tell: the old one has ended, or its folder is another one by now */
  async #byOpenOne(
    commands: readonly ObjectCommand[],
    bytes: number,
  ): Promise<readonly ObjectAnswer[] | undefined> {
    const answers = await this.#open?.ask(commands, bytes).catch(() => undefined);
    return answers?.includes('missing') === true ? undefined : answers;
  }

  #byNewOne(commands: readonly ObjectCommand[], bytes: number): Promise<readonly ObjectAnswer[]> {
    this.close();
    const opened = new ObjectProcess(this.#repository, () => {
      if (this.#open === opened) this.#open = undefined;
    });
    this.#open = opened;
    return opened.ask(commands, bytes);
  }
}
