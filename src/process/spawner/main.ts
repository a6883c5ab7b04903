/**
 * The spawner: a process of its own that starts programs for another one, which need not stand still for that. It ends
 * when the other one does, and its programs with it. It logs nothing, since it sees arguments and environments.
 */
import { OpsError } from '../../core/errors.ts';
import type { Program, ProgramEnd } from '../program.ts';
import { startHere } from '../start-here.ts';
import type { FromSpawner, SentEnd, ToSpawner } from './messages.ts';

/** Milliseconds for programs to end by themselves when nobody is there any more to wait for them. */
const GRACE = 2000;

const programs = new Map<number, Program>();

process.on('message', hear);
process.once('disconnect', () => void endAll());
// A signal to the whole service, or a Ctrl-C, is for the other process: it still needs this one to end in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function hear(message: ToSpawner): void {
  if (message.type === 'start') return start(message.id, startHere(message.start));
  const program = programs.get(message.id);
  if (message.type === 'input') program?.stdin.write(message.data);
  if (message.type === 'input-over') program?.stdin.end();
  if (message.type === 'end') program?.end(message.grace);
}

function start(id: number, program: Program): void {
  programs.set(id, program);
  if (program.group !== undefined) tell({ type: 'started', id, group: program.group });
  for (const stream of ['stdout', 'stderr'] as const) passOn(id, program, stream);
  void program.exited.then((end) => tell({ type: 'exited', id, end: sent(end) }));
  void program.closed.then((end) => {
    programs.delete(id);
    tell({ type: 'closed', id, end: sent(end) });
  });
}

/** Reads on only when the last part is on its way: a flood waits in the program, not in memory. */
function passOn(id: number, program: Program, stream: 'stdout' | 'stderr'): void {
  program[stream].on('data', (data: Buffer) => {
    program[stream].pause();
    tell({ type: 'output', id, stream, data }, () => program[stream].resume());
  });
}

function tell(message: FromSpawner, done: () => void = () => undefined): void {
  // An error means that nobody listens any more, which `disconnect` tells.
  process.send?.(message, undefined, undefined, done);
}

function sent(end: ProgramEnd): SentEnd {
  if (!('failed' in end)) return end;
  const { failed } = end;
  if (!(failed instanceof OpsError)) return { bug: failed.message };
  const { code, subject, retryable, message } = failed;
  return { refused: { code, subject, retryable, message: message.slice(`${subject}: `.length) } };
}

async function endAll(): Promise<void> {
  const running = [...programs.values()];
  for (const program of running) program.end(GRACE);
  await Promise.all(running.map(({ exited }) => exited));
  process.exit();
}
