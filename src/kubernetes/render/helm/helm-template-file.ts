import { posix } from 'node:path';
import { type Json, isObject } from '../../../core/json/json.ts';
import { mapsAt } from '../../../core/json/read-json.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The files in which a chart lists its dependencies: since Helm 3, and before. */
const LISTS = ['Chart.yaml', 'requirements.yaml'];

/**
 * The file of a template. Helm names a template by the alias or the name of its chart,
 * `charts/photos/templates/a.yaml`; the folder of that chart may have another name.
 * @param chart the folder of the chart around it
 * @param path the template's path in Helm's words, from that folder
 * @returns the file of the repository; for a packed chart, its path if the chart were unpacked
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

/** The folder of the chart's name, or else the one whose `Chart.yaml` has that name. */
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
