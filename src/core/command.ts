/** What a person asks for by a comment that is nothing but `/plumb …`. */
export type Command =
  | { readonly name: 'help' | 'diff' | 'retry' }
  | { readonly name: 'approve' | 'sync'; readonly environment?: string }
  /** It is meant for us, and we do not know it. */
  | { readonly name: 'unknown'; readonly text: string };

/** A command is the whole comment, on one line: what is quoted, fenced or mentioned in passing is none. */
const COMMAND = /^\/plumb(?: +([\x21-\x7e]+))?(?: +([\x21-\x7e]+))?[ \t]*(?:\r?\n)*$/;

/** @returns undefined when the comment is no command */
export function parseCommand(body: string): Command | undefined {
  const match = COMMAND.exec(body);
  if (match === null) return undefined;
  const [, name = 'help', argument] = match;
  if (name === 'approve' || name === 'sync')
    return argument === undefined ? { name } : { name, environment: argument };
  if ((name === 'help' || name === 'diff' || name === 'retry') && argument === undefined) return { name };
  return { name: 'unknown', text: [name, argument].filter((word) => word !== undefined).join(' ') };
}

/** The environments that a command is about: the named one, exactly as it is written, or all. Undefined: no such one. */
export function environmentsOf(
  named: string | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  if (named === undefined) return known;
  return known.includes(named) ? [named] : undefined;
}
