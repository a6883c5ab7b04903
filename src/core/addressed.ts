import leven from 'leven';
import {
  type Command,
  type CommandName,
  COMMAND_NAMES,
  isPlanId,
  parseCommand,
  writtenLines,
} from './command.ts';
import { cutText } from './cut-text.ts';
import { COMMIT_DIGITS } from './gate/let-in.ts';
import { ID_DIGITS } from './gate/on-show.ts';
import { spokenLines } from './spoken-lines.ts';

/** A comment addressed to plumbline; `said`: its words, in one line. */
export type Addressed =
  | { readonly kind: 'command'; readonly said: string; readonly command: Command }
  /** A near miss: nothing is guessed, and nothing is done. `why`: its faults for people, in one line. */
  | { readonly kind: 'near'; readonly said: string; readonly why: string };

/** No command is longer: only the beginning of a longer line is read. */
const LONGEST_LINE = 300;
const MOST_LINES = 500;
const SHORTEN = 60;
const LONGEST_SAID = 100;

/** @returns undefined for a comment that only quotes, shows or mentions a command, or has nothing to do with one */
export function addressed(body: string): Addressed | undefined {
  const command = parseCommand(body);
  if (command !== undefined) return { kind: 'command', said: cutText(body.trim(), LONGEST_SAID), command };
  const lines = writtenLines(body).slice(0, MOST_LINES);
  const words = wordsToUs(lines);
  if (words === undefined) return undefined;
  const why = [...faultsOf(words, lines), ...corrected(words)].join(' ');
  return { kind: 'near', said: cutText(words.join(' '), LONGEST_SAID), why };
}

/** The words of the line that calls plumbline: the first one, or a later one that looks like a command. */
function wordsToUs(lines: readonly string[]): readonly string[] | undefined {
  const alone = lines.length === 1 ? inBackticks(lines[0] ?? '') : undefined;
  const spoken = alone === undefined ? spokenLines(lines) : [alone];
  return spoken
    .map((line) => ({ words: wordsOf(line), isFirst: line === lines[0] || line === alone }))
    .find(({ words, isFirst }) => callsUs(words, isFirst))?.words;
}

function inBackticks(line: string): string | undefined {
  const text = line.trim().slice(0, LONGEST_LINE);
  const inside = text.slice(1, -1);
  return text.startsWith('`') && text.endsWith('`') && !inside.includes('`') ? inside : undefined;
}

/** The words as a reader sees them: characters without width dropped, spaces of every kind alike. */
function wordsOf(line: string): readonly string[] {
  const seen = line
    .slice(0, LONGEST_LINE)
    .replaceAll(/\p{Cf}/gu, '')
    .normalize('NFKC');
  return seen.split(/\s+/).filter((word) => word !== '');
}

/** Our name, an environment and a plan, and one word of politeness. */
const MOST_WORDS = 5;

function callsUs([name = '', command = '', ...rest]: readonly string[], isFirst: boolean): boolean {
  const isShort = rest.length + 2 <= MOST_WORDS;
  if (name.toLowerCase() === '/plumb') return isFirst || isShort;
  // Any other first word may call another bot or begin a sentence.
  return (
    isFirst && isShort && isLikeOurs(name) && COMMAND_NAMES.some((each) => each === command.toLowerCase())
  );
}

function isLikeOurs(name: string): boolean {
  const small = name.toLowerCase().slice(0, SHORTEN);
  return ['/plumb', '/plumbline', '@plumbline'].some((ours) => leven(ours, small) <= 1);
}

function faultsOf(words: readonly string[], lines: readonly string[]): string[] {
  const [name = '', given = '', ...rest] = words;
  const known = nameOf(given);
  const found = [
    name !== '/plumb' && `${quoted(name)} is not \`/plumb\`: it is written exactly so, in small letters.`,
    given !== '' && (known === undefined ? unknownName(given) : misspelt(given, known)),
    known !== undefined && faultOfWords(known, rest),
    lines.length > 1 && 'A command is a comment of its own, on one line, and there is more in this one.',
  ].filter((fault) => fault !== false && fault !== undefined);
  if (found.length > 0) return found;
  return ['It stands in backticks, or holds characters that cannot be seen or only look like a space.'];
}

function nameOf(given: string): CommandName | undefined {
  return COMMAND_NAMES.find((name) => name === given.toLowerCase());
}

function misspelt(given: string, known: CommandName): string | undefined {
  return given === known ? undefined : `Commands are written in small letters: "${known}".`;
}

function unknownName(given: string): string {
  const small = given.toLowerCase().slice(0, SHORTEN);
  const [nearest] = COMMAND_NAMES.toSorted((a, b) => leven(a, small) - leven(b, small));
  const isNear = nearest !== undefined && leven(nearest, small) <= Math.max(1, Math.ceil(nearest.length / 3));
  const hint = isNear ? `Did you mean \`/plumb ${nearest}\`?` : `There are ${COMMAND_NAMES.join(', ')}.`;
  return `There is no command ${quoted(given)}. ${hint}`;
}

/** The fault in the words behind a command's name; undefined: there is none. */
function faultOfWords(name: CommandName, words: readonly string[]): string | undefined {
  const [first, second] = words;
  if (name === 'ok') return faultOfOk(words);
  if (name === 'approve') {
    if (words.length > 2)
      return 'Behind "approve" come an environment and the id of a plan, and nothing else.';
    if (second === undefined || isPlanId(second)) return undefined;
    return `${quoted(second)} is no id of a plan: that is ${ID_DIGITS} digits or more, as comment and check show it.`;
  }
  if (name === 'sync')
    return words.length > 1 ? 'Behind "sync" comes an environment, and nothing else.' : undefined;
  return first === undefined
    ? undefined
    : `Behind "${name}" comes nothing: it is about the whole pull request.`;
}

function faultOfOk(words: readonly string[]): string | undefined {
  const [commit] = words;
  if (words.length === 1 && commit !== undefined && parseCommand(`/plumb ok ${commit}`) !== undefined)
    return undefined;
  return `Behind "ok" comes the commit that is let in, by ${COMMIT_DIGITS} of its digits or more, and nothing else.`;
}

/** Proposes the corrected command where it is plain; a person must write it as a new comment. */
function corrected([, given = '', ...rest]: readonly string[]): string[] {
  const command = ['/plumb', nameOf(given) ?? given, ...rest].join(' ').trim();
  return parseCommand(command) === undefined ? [] : [`Write \`${command}\` as a new comment.`];
}

function quoted(word: string): string {
  return `"${cutText(word, SHORTEN)}"`;
}
