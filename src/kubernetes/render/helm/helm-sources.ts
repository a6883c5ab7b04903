import { posix } from 'node:path';
import type { WrittenFile } from '../../../process/write-inside.ts';
import { templateFile } from './helm-template-file.ts';

/**
 * Helm names above each document its template: `# Source: CHART/templates/web.yaml`.
 * @param files the rendered files
 * @returns the file of the repository, by a line of the output
 */
export function sourceFinder(
  output: string,
  folder: string,
  files: readonly WrittenFile[],
): (line: number) => string {
  const places = output.split('\n').flatMap((text, i) => {
    const path = /^# Source: [^/]+\/(.+)$/.exec(text)?.[1];
    return path === undefined ? [] : [{ line: i + 1, file: templateFile(files, folder, path) }];
  });
  return (line) => places.findLast((place) => place.line <= line)?.file ?? posix.join(folder, 'Chart.yaml');
}
