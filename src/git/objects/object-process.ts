import { killed, timedOut, tooMuchOutput } from '../../process/exec-errors.ts';
import type { Program, ProgramEnd } from '../../process/program.ts';
import { gitFailed, startGit } from '../git.ts';
import { AnswerReader, type ObjectAnswer, type ObjectCommand } from './answers.ts';

const NAME = 'git cat-file';
const TIMEOUT = 60_000;
const GRACE = 2000;
const STDERR_CHARACTERS = 4096;

interface Request {
  readonly reader: AnswerReader;
  readonly resolve: (answers: readonly ObjectAnswer[]) => void;
  readonly reject: (error: Error) => void;
}

/** A Git process that reads objects of one repository. It keeps our own alive only during a request. */
export class ObjectProcess {
  readonly #repository: string;
  readonly #program: Program;
  #stderr = '';
  #request: Request | undefined;
  #failure: Error | undefined;

  /** @param ended is called once, when the process has ended */
  constructor(repository: string, ended: () => void) {
    this.#repository = repository;
    this.#program = startGit(repository, ['cat-file', '--batch-command', '--buffer']);
    this.#program.unref();
    this.#program.stdout.on('data', (data: Buffer) => this.#take(data));
    this.#program.stderr.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-STDERR_CHARACTERS);
    });
    void this.#program.closed.then((end) => {
      this.#failure = this.#failureOf(end);
      this.#request?.reject(this.#failure);
      ended();
    });
  }

  /**
   * Must not be called before the last request has settled.
   * @param bytes the size of all contents together, at most
   * @returns an answer to each command
   * @throws OpsError where the process ends before, or answers too much or too late. It is of no use then.
   */
  async ask(commands: readonly ObjectCommand[], bytes: number): Promise<readonly ObjectAnswer[]> {
    if (this.#failure !== undefined) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<readonly ObjectAnswer[]>();
    const timer = setTimeout(() => reject(timedOut(NAME, TIMEOUT)), TIMEOUT);
    this.#request = { reader: new AnswerReader(commands, bytes), resolve, reject };
    this.#program.ref();
    try {
      // Git reads all commands before it answers, so that neither waits for the other.
      this.#program.stdin.write(`${commands.join('\n')}\nflush\n`);
      return await promise;
    } catch (error) {
      // What it still answers must not pass for answers to the next request.
      this.#failure ??= error as Error;
      this.#program.end(GRACE);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#request = undefined;
      this.#program.unref();
    }
  }

  /** Lets the process end after the answers that are still due. */
  close(): void {
    this.#program.stdin.end();
  }

  #take(data: Buffer): void {
    const answers = this.#request?.reader.push(data);
    if (answers === 'too-much') this.#request?.reject(tooMuchOutput(NAME));
    else if (answers !== undefined) this.#request?.resolve(answers);
  }

  #failureOf(end: ProgramEnd): Error {
    if ('failed' in end) return end.failed;
    if ('signal' in end) return killed(NAME, end.signal);
    return gitFailed(this.#repository, NAME, { code: end.code, stderr: this.#stderr });
  }
}
