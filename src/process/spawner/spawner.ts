import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Program, ProgramStart } from '../program.ts';
import type { FromSpawner, ToSpawner } from './messages.ts';
import { RemoteProgram } from './remote-program.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** A process that starts programs for this one, and does not keep it alive when none runs. */
export class Spawner {
  /** Whether it has ended: it starts nothing any more. */
  ended = false;
  readonly #process: ChildProcess;
  readonly #programs = new Map<number, RemoteProgram>();
  #last = 0;

  constructor() {
    this.#process = fork(MAIN, [], {
      env: environment(),
      execArgv: [],
      serialization: 'advanced',
      // A Ctrl-C at the terminal is not for it.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (message: FromSpawner) => this.#hear(message));
    this.#process.on('error', () => this.#lose());
    this.#process.once('disconnect', () => this.#lose());
    this.#process.unref();
    this.#keepAlive();
  }

  start(start: ProgramStart): Program {
    const id = (this.#last += 1);
    const program = new RemoteProgram(
      id,
      start,
      (message, done) => this.#send(message, done),
      () => this.#keepAlive(),
    );
    this.#programs.set(id, program);
    this.#keepAlive();
    return program;
  }

  #send(message: ToSpawner, done: () => void = () => undefined): void {
    // It has ended or was never started, which `disconnect` or `error` tells; so does an error of sending.
    if (this.#process.connected) this.#process.send(message, undefined, undefined, () => done());
    else done();
  }

  #hear(message: FromSpawner): void {
    this.#programs.get(message.id)?.hear(message);
    if (message.type !== 'closed') return;
    this.#programs.delete(message.id);
    this.#keepAlive();
  }

  #lose(): void {
    this.ended = true;
    for (const program of this.#programs.values()) program.lose();
    this.#programs.clear();
  }

  #keepAlive(): void {
    const { channel } = this.#process;
    if ([...this.#programs.values()].some(({ needed }) => needed)) channel?.ref();
    else channel?.unref();
  }
}

/** Nothing of ours but where Node keeps what it has compiled: each program gets an environment of its own. */
function environment(): Record<string, string> {
  const cache = process.env['NODE_COMPILE_CACHE'];
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };
}
