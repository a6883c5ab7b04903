import { posix } from 'node:path';
import { OpsError } from '../../../core/errors.ts';
import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { mapsAt } from '../../../core/json/read-json.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** A dependency that a chart names, and that is not in its `charts/`. */
export interface MissingChart {
  readonly name: string;
  readonly version: string;
  /** Helm's name for it. */
  readonly alias: string;
}

/** The only template of a stand-in. */
const TEMPLATE = 'is-not-in-charts.yaml';

/** @param files of the chart, packed charts unpacked */
export function missingCharts(files: readonly WrittenFile[], chart: string): MissingChart[] {
  const own = ['Chart.yaml', 'requirements.yaml'].flatMap((list) => readAt(files, posix.join(chart, list)));
  const named = own.flatMap((value) => mapsAt(value, 'dependencies'));
  const there = new Set(namesIn(files, posix.join(chart, 'charts')));
  return named.flatMap((each) => {
    const name = textAt(each, 'name');
    const isMissing = name !== undefined && !there.has(name);
    return isMissing
      ? { name, version: textAt(each, 'version') ?? '', alias: textAt(each, 'alias') ?? name }
      : [];
  });
}

/**
 * A stand-in for each missing dependency, since only Helm can tell whether a dependency is on: by its condition, its
 * tags and the values. A stand-in that is off is left out, as the real chart would be. One that is on fails, and so
 * never renders as nothing.
 */
export function standIns(missing: readonly MissingChart[], chart: string): WrittenFile[] {
  return missing.flatMap(({ name, version }, index) => {
    const folder = posix.join(chart, 'charts', `plumbline-missing-${index}`);
    const text = JSON.stringify({ apiVersion: 'v2', name, version: versionWithin(version) });
    return [
      { path: posix.join(folder, 'Chart.yaml'), bytes: Buffer.from(text) },
      {
        path: posix.join(folder, 'templates', TEMPLATE),
        bytes: Buffer.from('{{ fail "it is not in charts/" }}'),
      },
    ];
  });
}

/** A version in the range, in the easy cases; in the others Helm renders the stand-in, and that fails. */
function versionWithin(range: string): string {
  const [, major = '0', minor = '0', patch = '0', suffix = ''] =
    /(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[0-9A-Za-z.-]+)?/.exec(range) ?? [];
  return [major, minor, patch].map((part) => (/^\d+$/.test(part) ? part : '0')).join('.') + suffix;
}

/** @throws OpsError `invalid-source` where Helm failed since a missing dependency is on */
export function refuseMissing(chart: string, missing: readonly MissingChart[], stderr: string): void {
  if (missing.length === 0 || !stderr.includes(`/templates/${TEMPLATE}`)) return;
  const on = missing.filter(({ alias }) => stderr.includes(`/charts/${alias}/templates/${TEMPLATE}`));
  const [named = 'a dependency'] = (on.length > 0 ? on : missing).map(inWords);
  const others = missing.map(inWords).filter((words) => words !== named);
  const also = others.length === 0 ? '' : ` (Not there either, on or off: ${others.join(', ')}.)`;
  throw new OpsError({
    code: 'invalid-source',
    subject: posix.join(chart, 'Chart.yaml'),
    message: `its dependency ${named} is on, and not in charts/. Run "helm dependency build ${chart}" and commit charts/, or turn it off by its condition.${also}`,
  });
}

function inWords({ name, version, alias }: MissingChart): string {
  return `${JSON.stringify(name).slice(1, -1)} ${JSON.stringify(version).slice(1, -1)}${alias === name ? '' : ` (as ${JSON.stringify(alias).slice(1, -1)})`}`;
}

/** The names of the charts in a folder, by their `Chart.yaml`. */
function namesIn(files: readonly WrittenFile[], charts: string): string[] {
  const own = files.filter(
    ({ path }) => posix.basename(path) === 'Chart.yaml' && posix.dirname(posix.dirname(path)) === charts,
  );
  const texts = own.flatMap((file) => readAt(files, file.path));
  return texts.flatMap((value) => (isObject(value) ? (textAt(value, 'name') ?? []) : []));
}

function readAt(files: readonly WrittenFile[], path: string): Json[] {
  const file = files.find((each) => each.path === path);
  return file === undefined ? [] : readYaml(path, file.bytes.toString()).map(({ value }) => value);
}

function textAt(value: JsonObject, key: string): string | undefined {
  const text = value[key];
  return typeof text === 'string' ? text : undefined;
}
