import { type Json, isObject } from '../../../core/json/json.ts';
import { FILE_FIELDS } from './kustomize-keys.ts';

/** The paths that a kustomization names, as they are written there. */
export interface NamedPaths {
  /** Files, or folders with a kustomization of their own. */
  readonly resources: readonly string[];
  /** Configurations of generators, transformers and validators: files, folders or the texts themselves. */
  readonly plugins: readonly string[];
  /** Files that are only read. */
  readonly files: readonly string[];
  /** The field that makes kustomize run Helm. */
  readonly helm?: string;
}

const RESOURCES = ['resources', 'bases', 'components'];
const PLUGINS = ['generators', 'transformers', 'validators'];
const FILES = ['crds', 'configurations', 'patchesStrategicMerge'];
const HELM = ['helmCharts', 'helmChartInflationGenerator', 'helmGlobals'];

/** The paths of a kustomization whose fields are known to be spelt exactly. */
export function pathsIn(kustomization: Json): NamedPaths {
  const fields = isObject(kustomization) ? Object.entries(kustomization) : [];
  const under = (names: readonly string[]) =>
    fields.filter(([name]) => names.includes(name)).flatMap(([, value]) => textsOf(value));
  const helm = fields.find(([name]) => HELM.includes(name))?.[0];
  return {
    resources: under(RESOURCES),
    plugins: under(PLUGINS),
    // An inline patch is no path.
    files: [...under(FILES).filter((text) => !text.includes('\n')), ...filesIn(kustomization)],
    ...(helm !== undefined && { helm }),
  };
}

/** Files of patches, replacements, generators and the like, at any depth. `files` holds `path` or `key=path`. */
export function filesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(filesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const isNamed = FILE_FIELDS.has(name);
    // An address may hold a "=" as well, so both readings are returned.
    const own = isNamed ? textsOf(field).flatMap((text) => [text, text.slice(text.indexOf('=') + 1)]) : [];
    return [...own, ...filesIn(field)];
  });
}

function textsOf(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
