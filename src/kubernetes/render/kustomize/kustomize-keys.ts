import leven from 'leven';
import { type Json, isObject } from '../../../core/json/json.ts';
import { refused } from './kustomize-refusals.ts';

/** All fields that kustomize 5 knows at the top of a kustomization. */
const FIELDS = new Set(
  (
    'apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations ' +
    'patchesStrategicMerge patchesJson6902 patches images imageTags replacements replicas vars sortOptions resources ' +
    'components crds bases configMapGenerator secretGenerator helmGlobals helmCharts helmChartInflationGenerator ' +
    'generatorOptions configurations generators transformers validators buildMetadata'
  ).split(' '),
);

/** Fields further down, and of plugins, that name files. */
export const FILE_FIELDS = new Set(['path', 'paths', 'files', 'env', 'envs']);

/** Fields whose keys are the author's own. */
const OWN_KEYS = new Set(['commonLabels', 'commonAnnotations', 'labels', 'annotations', 'pairs', 'metadata']);

/**
 * Refuses a field that is not spelt exactly. Go reads a field in any case, and takes `ſ` for an s: kustomize would
 * follow a path that we do not see.
 * @throws OpsError `invalid-source`
 */
export function refuseUnknownFields(file: string, kustomization: Json): void {
  if (!isObject(kustomization)) return;
  const unknown = Object.keys(kustomization).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw misspelt(file, unknown, nearest(unknown));
  refuseFoldedFields(file, kustomization);
}

/**
 * Refuses a misspelt field that names files, at any depth. Also for a plugin's configuration, whose other fields are
 * its own.
 */
export function refuseFoldedFields(file: string, value: Json): void {
  if (Array.isArray(value)) for (const item of value) refuseFoldedFields(file, item);
  if (!isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    const meant = fold(name);
    if (FILE_FIELDS.has(meant) && meant !== name) throw misspelt(file, name, meant);
    if (!OWN_KEYS.has(name)) refuseFoldedFields(file, field);
  }
}

/** Folds a name as Go's encoding/json compares names: `ſ` is an s, and the Kelvin sign a k. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function nearest(name: string): string | undefined {
  const [best] = [...FIELDS].toSorted((a, b) => leven(a, name) - leven(b, name));
  const same = [...FIELDS].find((field) => fold(field) === fold(name));
  return same ?? (best !== undefined && leven(best, name) <= Math.ceil(name.length / 3) ? best : undefined);
}

function misspelt(file: string, name: string, meant: string | undefined) {
  const hint = meant === undefined ? 'Remove it.' : `Write "${meant}".`;
  return refused(file, `${JSON.stringify(name)} is no field of a kustomization, spelt exactly. ${hint}`);
}
