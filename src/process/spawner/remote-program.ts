import { Readable, Writable } from 'node:stream';
import { OpsError } from '../../core/errors.ts';
import { signalGroup } from '../end-group.ts';
import { lost } from '../exec-errors.ts';
import type { Program, ProgramEnd, ProgramStart } from '../program.ts';
import type { FromSpawner, SentEnd, ToSpawner } from './messages.ts';

type Send = (message: ToSpawner, done?: () => void) => void;

/** A program that the spawner has started, as this process sees it. */
export class RemoteProgram implements Program {
  readonly stdin: Writable;
  readonly stdout = new Readable({ read: () => undefined });
  readonly stderr = new Readable({ read: () => undefined });
  readonly #exited = Promise.withResolvers<ProgramEnd>();
  readonly #closed = Promise.withResolvers<ProgramEnd>();
  readonly exited = this.#exited.promise;
  readonly closed = this.#closed.promise;
  group: number | undefined;
  /** Whether this process has to stay alive for it. */
  needed = true;
  readonly #id: number;
  readonly #name: string;
  readonly #send: Send;
  readonly #changed: () => void;

  /** @param changed is called when `needed` is another one */
  constructor(id: number, start: ProgramStart, send: Send, changed: () => void) {
    this.#id = id;
    this.#name = start.name;
    this.#send = send;
    this.#changed = changed;
    this.stdin = new Writable({
      write: (data: Buffer, _encoding, done) => send({ type: 'input', id, data }, done),
      final: (done) => send({ type: 'input-over', id }, done),
    });
    send({ type: 'start', id, start });
  }

  end(grace: number): void {
    this.#send({ type: 'end', id: this.#id, grace });
  }

  ref(): void {
    this.needed = true;
    this.#changed();
  }

  unref(): void {
    this.needed = false;
    this.#changed();
  }

  hear(message: FromSpawner): void {
    if (message.type === 'started') this.group = message.group;
    if (message.type === 'output') this[message.stream].push(message.data);
    if (message.type === 'exited') this.#exited.resolve(received(message.end));
    if (message.type === 'closed') this.#close(received(message.end));
  }

  /** The spawner has ended: nobody else ends the program, or knows how it went on. */
  lose(): void {
    if (this.group !== undefined) signalGroup(this.group, 'SIGKILL');
    this.#close({ failed: lost(this.#name) });
  }

  #close(end: ProgramEnd): void {
    this.stdout.push(null);
    this.stderr.push(null);
    this.#exited.resolve(end);
    this.#closed.resolve(end);
  }
}

function received(end: SentEnd): ProgramEnd {
  if ('refused' in end) return { failed: new OpsError(end.refused) };
  return 'bug' in end ? { failed: new Error(end.bug) } : end;
}
