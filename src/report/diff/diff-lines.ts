import type { Change } from '../../core/change/change.ts';
import { shown } from '../../core/json/shown.ts';
import type { DiffLine, Detail } from './diff-line.ts';
import { hunkLines } from './hunks.ts';
import { shortValue } from './short-values.ts';
import { yamlLines } from './yaml-lines.ts';

/** A change, line by line. */
export function diffLines(change: Change, detail: Detail = 'whole'): DiffLine[] {
  if (change.action === 'keep') return [];
  if (change.action === 'create') return objectLines('+', change.after, detail);
  if (change.action === 'delete') return objectLines('-', change.before, detail);
  return hunkLines(change.fields, detail);
}

function objectLines(sign: '+' | '-', object: Change['after'], detail: Detail): DiffLine[] {
  if (object === undefined) return [];
  const words = shown(object);
  return yamlLines(detail === 'short' ? shortValue(words) : words).map((text) => ({ sign, text }));
}
