import leven from 'leven';
import type { z } from 'zod';
import { keysAt } from './known-keys.ts';

export interface Explained {
  readonly path: readonly (string | number)[];
  /** The wrong key in the map at `path`. */
  readonly key?: string;
  readonly message: string;
}

/** A schema's issue in words for people: the place, the expected value, and the next step. */
export function explainIssue(issue: z.core.$ZodIssue, root: unknown, schema: z.ZodType): Explained[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(path, key, keysAt(path, root, schema)));
  if (issue.code === 'invalid_key')
    return [
      {
        path: path.slice(0, -1),
        key: String(path.at(-1)),
        message: `the name ${firstMessage(issue.issues)}.`,
      },
    ];
  if (isMissing(issue, path, root)) {
    return [
      {
        path: path.slice(0, -1),
        message: `${place(path.slice(0, -1))} needs the key "${String(path.at(-1))}".`,
      },
    ];
  }
  return [{ path, message: `${place(path)} ${expectation(issue)}.` }];
}

function firstMessage(issues: readonly z.core.$ZodIssue[]): string {
  return issues[0]?.message ?? 'is not valid';
}

function place(path: readonly (string | number)[]): string {
  return path.length === 0 ? 'the configuration' : path.join('.');
}

function unknownKey(path: readonly (string | number)[], key: string, known: readonly string[]): Explained {
  const [nearest] = known.toSorted((a, b) => leven(a, key) - leven(b, key));
  const near = nearest !== undefined && leven(nearest, key) <= Math.max(2, Math.ceil(key.length / 3));
  const hint = near ? `Did you mean "${nearest}"?` : `Known keys: ${known.join(', ')}.`;
  return { path, key, message: `unknown key "${key}" in ${place(path)}. ${hint}` };
}

function isMissing(issue: z.core.$ZodIssue, path: readonly (string | number)[], root: unknown): boolean {
  if (path.length === 0) return false;
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], root);
  const absent = typeof parent === 'object' && parent !== null && !((path.at(-1) ?? '') in parent);
  return (
    absent &&
    (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union')
  );
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
  // A message of the schema's own says more than the list of values.
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid '))
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (issue.code === 'too_small')
    return issue.origin === 'string' ? 'must not be empty' : `must be ${issue.minimum} or more`;
  return issue.message;
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function article(type: string): string {
  return WORDS[type] ?? type;
}
