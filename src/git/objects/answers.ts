/** What is asked of an object: its content, or only its id and type. */
export type ObjectCommand = `contents ${string}` | `info ${string}`;

/** `missing`: the repository has no such object. */
export type ObjectAnswer =
  | { readonly id: string; readonly type: string; readonly content: Buffer }
  | 'missing';

/** Ids, types and sizes need less beside what an answer repeats of its command. */
const HEADER_BYTES = 128;

/**
 * Takes the output of `git cat-file --batch-command` apart: `<id> <type> <size>\n` for each command, and
 * `<content>\n` after it where the content was asked for.
 */
export class AnswerReader {
  readonly #commands: readonly ObjectCommand[];
  readonly #output: Buffer;
  readonly #answers: ObjectAnswer[] = [];
  #filled = 0;
  #at = 0;

  /** @param bytes the size of all contents together, at most */
  constructor(commands: readonly ObjectCommand[], bytes: number) {
    this.#commands = commands;
    const headers = commands.reduce((sum, command) => sum + Buffer.byteLength(command) + HEADER_BYTES, 0);
    this.#output = Buffer.allocUnsafe(bytes + headers);
  }

  /** @returns all answers when the last one is whole; `too-much` for more output than answers to the commands have */
  push(chunk: Buffer): readonly ObjectAnswer[] | 'too-much' | undefined {
    if (this.#filled + chunk.length > this.#output.length) return 'too-much';
    this.#filled += chunk.copy(this.#output, this.#filled);
    for (let answer = this.#next(); answer !== undefined; answer = this.#next()) this.#answers.push(answer);
    if (this.#answers.length < this.#commands.length) return undefined;
    return this.#at === this.#filled ? this.#answers : 'too-much';
  }

  /** The next answer; undefined where it is not whole yet, or was the last one. */
  #next(): ObjectAnswer | undefined {
    const command = this.#commands[this.#answers.length];
    const end = this.#output.subarray(0, this.#filled).indexOf('\n', this.#at);
    if (command === undefined || end < 0) return undefined;
    const header = HEADER.exec(this.#output.toString('latin1', this.#at, end));
    const [, id = '', type = '', size = ''] = header ?? [];
    const start = end + 1;
    if (header === null || command.startsWith('info ')) {
      this.#at = start;
      return header === null ? 'missing' : { id, type, content: Buffer.alloc(0) };
    }
    const stop = start + Number(size);
    if (this.#filled <= stop) return undefined;
    this.#at = stop + 1;
    return { id, type, content: this.#output.subarray(start, stop) };
  }
}

const HEADER = /^([0-9a-f]{40,64}) (\w+) (\d+)$/;
