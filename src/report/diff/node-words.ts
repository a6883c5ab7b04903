import type { Node } from './field-tree.ts';
import { yamlLines } from './yaml-lines.ts';

/** What is said of a line behind it; nothing where there is nothing to say. */
export function commentOf(...notes: readonly (string | undefined)[]): string {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? '' : `  # ${said.join('; ')}`;
}

/** `name: web`, `port: 80, protocol: TCP`: what tells an entry from the others of its list. */
export function nodeName({ step }: Node): string {
  if (step === undefined) return '';
  if ('index' in step) return `[${step.index}]`;
  if ('key' in step) return step.key;
  return yamlLines(step.entry[''] ?? step.entry).join(', ');
}
