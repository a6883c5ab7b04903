import type { Node } from './field-tree.ts';
import { yamlLines } from './yaml-lines.ts';

/** The comment behind a line; empty without notes. */
export function commentOf(...notes: readonly (string | undefined)[]): string {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? '' : `  # ${said.join('; ')}`;
}

/** `name: web`, `port: 80, protocol: TCP`: the name of an entry among the others of its list. */
export function nodeName({ step }: Node): string {
  if (step === undefined) return '';
  if ('index' in step) return `[${step.index}]`;
  if ('key' in step) return step.key;
  return yamlLines(step.entry[''] ?? step.entry).join(', ');
}
