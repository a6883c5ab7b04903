import { posix } from 'node:path';
import type { RenderName } from '../../config/target.ts';

export const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** The files that call for a tool to build their folder, each with the tool. */
const TOOLS: ReadonlyMap<string, RenderName> = new Map([
  ...KUSTOMIZATIONS.map((name) => [name, 'kustomize'] as const),
  ['Chart.yaml', 'helm'] as const,
]);

/** The tool that a file calls for; undefined for any other file. */
export function toolOf(path: string): RenderName | undefined {
  return TOOLS.get(posix.basename(path));
}
