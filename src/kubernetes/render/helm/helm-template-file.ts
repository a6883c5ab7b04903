import { posix } from 'node:path';
import { type Json, isObject } from '../../../core/json/json.ts';
import { mapsAt } from '../../../core/json/read-json.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** Where a chart names those that it is made of: since Helm 3, and before. */
const LISTS = ['Chart.yaml', 'requirements.yaml'];

/**
 * Helm tells a template's place by the alias of its chart, or by its name: `charts/photos/templates/a.yaml`. Its folder
 * may be called otherwise.
 * @param chart the folder of the chart around it
 * @param path a template's place as Helm tells it, from there
 * @returns the file of the repository; of a chart that is packed, where it would be unpacked
 */
export function templateFile(files: readonly WrittenFile[], chart: string, path: string): string {
  const told = posix.join(chart, path);
  const [, alias, rest] = /^charts\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (alias === undefined || rest === undefined || files.some((file) => file.path === told)) return told;
  const folder = folderOf(files, posix.join(chart, 'charts'), nameOf(files, chart, alias));
  return templateFile(files, folder, rest);
}

function nameOf(files: readonly WrittenFile[], chart: string, alias: string): string {
  const values = LISTS.flatMap((list) => read(files, posix.join(chart, list)));
  const names = values.flatMap((value) => dependenciesIn(value)).filter((each) => each['alias'] === alias);
  return names.map(({ name }) => name).find((name) => typeof name === 'string') ?? alias;
}

/** The folder of a chart is called like it, or says in its `Chart.yaml` what it is called. */
function folderOf(files: readonly WrittenFile[], charts: string, name: string): string {
  const usual = posix.join(charts, name);
  const folders = files
    .map(({ path }) => posix.dirname(path))
    .filter((folder) => posix.dirname(folder) === charts && folder !== usual);
  const isIt = (folder: string) =>
    read(files, posix.join(folder, 'Chart.yaml')).some((chart) => isObject(chart) && chart['name'] === name);
  const hasUsual = files.some(({ path }) => path.startsWith(`${usual}/`));
  return (hasUsual ? undefined : folders.find(isIt)) ?? usual;
}

function read(files: readonly WrittenFile[], path: string): Json[] {
  const file = files.find((each) => each.path === path);
  return file === undefined ? [] : readYaml(path, file.bytes.toString()).map(({ value }) => value);
}

function dependenciesIn(value: Json) {
  return mapsAt(value, 'dependencies');
}
