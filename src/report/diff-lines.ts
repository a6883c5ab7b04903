import { structuredPatch } from 'diff';
import { type Change, type FieldChange, type Writer, describePath } from '../core/change.ts';
import { type Json, canonicalJson, isObject } from '../core/json.ts';
import { yamlLines } from './yaml-lines.ts';

export interface DiffLine {
  /** `@`: the name of what follows. */
  readonly sign: '+' | '-' | ' ' | '@';
  readonly text: string;
}

/** Beyond this many edits the line differ would take too long: both sides are shown whole. */
const MOST_EDITS = 2000;
const CONTEXT = 3;

/** What a change does, line by line, complete. */
export function diffLines(change: Change): DiffLine[] {
  if (change.action === 'keep') return [];
  if (change.action === 'create')
    return change.after === undefined ? [] : signed('+', yamlLines(change.after));
  if (change.action === 'delete')
    return change.before === undefined ? [] : signed('-', yamlLines(change.before));
  return change.fields.flatMap(fieldLines);
}

function signed(sign: DiffLine['sign'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

function fieldLines(field: FieldChange): DiffLine[] {
  const order = field.reordered ? '   (reordered)' : '';
  const head: DiffLine = { sign: '@', text: `${describePath(field.path)}${order}${writtenBy(field.writer)}` };
  const [before, after] = field.reordered
    ? [names(field.before), names(field.after)]
    : [field.before, field.after];
  return [head, ...valueLines(before, after)];
}

function writtenBy(writer: Writer | undefined): string {
  if (writer === undefined) return '';
  return `   (written by ${writer.manager}${writer.time === undefined ? '' : ` at ${writer.time}`})`;
}

/** Of a list in another order only the order is shown. */
function names(list: Json | undefined): Json | undefined {
  if (!Array.isArray(list)) return list;
  return list.map((item) => (isObject(item) && typeof item['name'] === 'string' ? item['name'] : item));
}

function valueLines(before: Json | undefined, after: Json | undefined): DiffLine[] {
  const old = before === undefined ? [] : textLines(before);
  const fresh = after === undefined ? [] : textLines(after);
  if (old.length < 2 || fresh.length < 2) return [...signed('-', old), ...signed('+', fresh)];
  return patchLines(old, fresh) ?? [...signed('-', old), ...signed('+', fresh)];
}

/** A text of several lines as its lines, anything else as YAML. */
function textLines(value: Json): string[] {
  if (typeof value === 'string' && value.includes('\n')) return value.replace(/\n$/, '').split('\n');
  return typeof value === 'string' && value === ''
    ? ['""']
    : typeof value === 'object'
      ? yamlLines(value)
      : [scalar(value)];
}

/** A string that could be taken for another type keeps its quotes. */
function scalar(value: Json): string {
  return typeof value === 'string' ? (yamlLines(value)[0] ?? '') : canonicalJson(value);
}

function patchLines(old: readonly string[], fresh: readonly string[]): DiffLine[] | undefined {
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = structuredPatch('', '', text(old), text(fresh), '', '', options);
  return patch?.hunks.flatMap((hunk, i) => [
    ...(i > 0 ? [{ sign: ' ' as const, text: '…' }] : []),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(toLine),
  ]);
}

function toLine(line: string): DiffLine {
  const sign = line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
  return { sign, text: line.slice(1) };
}
