/** What a person asks for by a comment that is nothing but `/plumb …`. */
export type Command =
  | { readonly name: 'help' | 'diff' | 'retry' }
  | { readonly name: 'sync'; readonly environment?: string }
  /** `plan`: first digits of the fingerprint of the plan that is meant. */
  | { readonly name: 'approve'; readonly environment?: string; readonly plan?: string }
  /** Lets a commit of a fork be planned. */
  | { readonly name: 'ok'; readonly commit: string }
  /** It is meant for us, and we do not know it. */
  | { readonly name: 'unknown'; readonly text: string };

/** A command is the whole comment, on one line: what is quoted, fenced or mentioned in passing is none. */
const COMMAND = /^\/plumb((?: +[\x21-\x7e]+){0,3})[ \t]*(?:\r?\n)*$/;
const PLAN = /^[0-9a-f]{8,64}$/i;
const COMMIT = /^[0-9a-f]{7,40}$/i;

/** @returns undefined when the comment is no command */
export function parseCommand(body: string): Command | undefined {
  const match = COMMAND.exec(body);
  if (match === null) return undefined;
  const [name = 'help', ...words] = (match[1] ?? '').split(' ').filter((word) => word !== '');
  return commandOf(name, words) ?? { name: 'unknown', text: [name, ...words].join(' ') };
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
  return PLAN.test(plan) ? { name: 'approve', environment, plan } : undefined;
}

/** The environments that a command is about: the named one, exactly as it is written, or all. Undefined: no such one. */
export function environmentsOf(
  named: string | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  if (named === undefined) return known;
  return known.includes(named) ? [named] : undefined;
}
