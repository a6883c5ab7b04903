import { posix } from 'node:path';
import { type Json, isObject } from '../core/json.ts';
import type { JailFile } from './jail.ts';
import { readYaml } from './read-yaml.ts';

/** Where a chart names those that it is made of: since Helm 3, and before. */
const LISTS = ['Chart.yaml', 'requirements.yaml'];

/**
 * Helm tells a template's place by the alias of its chart, `charts/photos/templates/a.yaml`; its folder has the chart's
 * own name.
 * @param chart the folder of the chart around it
 * @param path a template's place as Helm tells it, from there
 * @returns the file of the repository; of a chart that is packed, where it would be unpacked
 */
export function withoutAliases(files: readonly JailFile[], chart: string, path: string): string {
  const told = posix.join(chart, path);
  const [, alias, rest] = /^charts\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (alias === undefined || rest === undefined || files.some((file) => file.path === told)) return told;
  return withoutAliases(files, posix.join(chart, 'charts', nameOf(files, chart, alias)), rest);
}

function nameOf(files: readonly JailFile[], chart: string, alias: string): string {
  const lists = LISTS.map((name) => posix.join(chart, name));
  const values = files
    .filter(({ path }) => lists.includes(path))
    .flatMap(({ path, bytes }) => readYaml(path, bytes.toString()).map(({ value }) => value));
  const names = values.flatMap((value) => dependenciesIn(value)).filter((each) => each['alias'] === alias);
  return names.map(({ name }) => name).find((name) => typeof name === 'string') ?? alias;
}

function dependenciesIn(value: Json) {
  const dependencies = isObject(value) ? value['dependencies'] : undefined;
  return Array.isArray(dependencies) ? dependencies.filter(isObject) : [];
}
