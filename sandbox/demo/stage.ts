import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

/** A step of the demo did not do what it says. */
export class DemoFailed extends Error {}

export interface Stage {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly kubectl: string;
}

export const PLUMB = fileURLToPath(new URL('../../bin/plumb', import.meta.url));

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

let count = 0;

export function step(title: string, explanation: string): void {
  count += 1;
  say(`\n${styleText('bold', `${count}. ${title}`)}\n${explanation}\n`);
}

/** Shows the command, runs it for everyone to see, and insists on its exit code. */
export async function plumb(stage: Stage, args: readonly string[], expected: number): Promise<void> {
  say(styleText('cyan', `$ plumb ${args.join(' ')}`));
  const child = spawn(PLUMB, args, {
    cwd: stage.folder,
    env: stage.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== expected) throw new DemoFailed(`plumb ${args[0]} ended with ${code}, not with ${expected}.`);
  say(styleText('dim', `(exit code ${code})`));
}

/** Runs a program out of sight. @returns what it printed @throws DemoFailed with what it complained of */
export async function quiet(
  stage: Stage,
  program: string,
  args: readonly string[],
  accepted = [0],
): Promise<string> {
  const child = spawn(program, args, {
    cwd: stage.folder,
    env: stage.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === null || !accepted.includes(code))
    throw new DemoFailed(`${program} ${args.join(' ')} ended with ${code}:\n${complaints}`);
  return output;
}

export async function git(stage: Stage, ...args: readonly string[]): Promise<string> {
  return quiet(stage, 'git', args);
}

export async function kubectl(stage: Stage, ...args: readonly string[]): Promise<string> {
  say(styleText('yellow', `$ kubectl ${args.join(' ')}`));
  const output = await quiet(stage, stage.kubectl, args);
  say(output.trimEnd());
  return output;
}

/** What `plumb … --output json` answers, for what the next step needs of it. */
export async function plumbJson(stage: Stage, args: readonly string[]): Promise<unknown> {
  return JSON.parse(await quiet(stage, PLUMB, [...args, '--output', 'json'], [0, 2]));
}

export function insist(fact: boolean, what: string): void {
  if (!fact) throw new DemoFailed(`It does not hold that ${what}.`);
  say(styleText('green', `✓ ${what}`));
}
