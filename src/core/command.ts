import { COMMIT_DIGITS } from './gate/let-in.ts';

/** A command: a comment that is nothing but `/plumb …`. */
export type Command =
  | { readonly name: 'help' | 'diff' | 'retry' }
  | { readonly name: 'sync'; readonly environment?: string }
  /** `plan`: first digits of the plan's fingerprint. */
  | { readonly name: 'approve'; readonly environment?: string; readonly plan?: string }
  /** Lets a commit of a fork be planned. */
  | { readonly name: 'ok'; readonly commit: string };

export type CommandName = Command['name'];

/** In the order in which people meet them. */
export const COMMAND_NAMES: readonly CommandName[] = ['diff', 'approve', 'ok', 'sync', 'retry', 'help'];

/** A command is the whole comment, on one line: never quoted, fenced or mentioned in passing. */
const LINE = /^ {0,3}(\/plumb(?:[ \t][ \t\x21-\x7e]*)?)$/;
const PLAN = /^[0-9a-f]{8,64}$/i;
const COMMIT = new RegExp(`^[0-9a-f]{${COMMIT_DIGITS},40}$`, 'i');

/** @returns undefined when the comment is no command */
export function parseCommand(body: string): Command | undefined {
  const [line, ...others] = writtenLines(body);
  const [, text] = LINE.exec(line ?? '') ?? [];
  if (text === undefined || others.length > 0) return undefined;
  const [name = 'help', ...words] = text
    .split(/[ \t]+/)
    .slice(1)
    .filter((word) => word !== '');
  return commandOf(name, words);
}

/** The lines of a comment that are not blank. */
export function writtenLines(body: string): readonly string[] {
  return body.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function commandOf(name: string, words: readonly string[]): Command | undefined {
  const [first, second] = words;
  if (name === 'approve' && words.length <= 2) return approveOf(first, second);
  if (name === 'sync' && words.length <= 1)
    return first === undefined ? { name } : { name, environment: first };
  if (name === 'ok' && words.length === 1 && first !== undefined && COMMIT.test(first))
    return { name, commit: first };
  if ((name === 'help' || name === 'diff' || name === 'retry') && words.length === 0) return { name };
  return undefined;
}

function approveOf(environment: string | undefined, plan: string | undefined): Command | undefined {
  if (environment === undefined) return { name: 'approve' };
  if (plan === undefined) return { name: 'approve', environment };
  return isPlanId(plan) ? { name: 'approve', environment, plan } : undefined;
}

/** Whether a word has the form of a plan's id: the first digits of its fingerprint. */
export function isPlanId(word: string): boolean {
  return PLAN.test(word);
}

/** The environments of a command: the named one, spelt exactly so, or all. Undefined: no environment has that name. */
export function environmentsOf(
  named: string | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  if (named === undefined) return known;
  return known.includes(named) ? [named] : undefined;
}
