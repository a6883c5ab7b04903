import type { z } from 'zod';
import type { NamedPath, TargetFormat } from '../../config/repository/target-format.ts';
import { tidy } from '../../config/repository/tidy-path.ts';
import { KUBERNETES_SCHEMA } from './schema.ts';
import type { HelmOptions, KubernetesSpec } from './target.ts';

type Raw = z.infer<typeof KUBERNETES_SCHEMA>;

/** The settings of a target in a cluster. */
export const KUBERNETES_FORMAT: TargetFormat<Raw, KubernetesSpec> = {
  engine: 'kubernetes',
  schema: KUBERNETES_SCHEMA,
  destinationOf: ({ cluster }) => cluster,
  placeOf: ({ cluster, namespace = '' }) => `${cluster}\n${namespace}`,
  pathsOf,
  specOf: (raw) => ({
    cluster: raw.cluster,
    render: raw.render,
    ...(raw.helm !== undefined && { helm: helmOf(raw.helm) }),
    ...(raw.namespace !== undefined && { namespace: raw.namespace }),
    prune: raw.prune,
    allowEmpty: raw['allow-empty'],
    replace: raw.replace,
    confirmDelete: raw['confirm-delete'],
    ...(raw['take-over'].length > 0 && { formerTools: raw['take-over'] }),
    ...(raw['unknown-kinds'] === 'skip' && { unknownKinds: 'skip' as const }),
  }),
};

function helmOf({ release, values }: NonNullable<Raw['helm']>): HelmOptions {
  return { ...(release !== undefined && { release }), values: values.map(tidy) };
}

/** A folder that may be empty may be missing: Git keeps no empty folders. */
function pathsOf({ path, helm, 'allow-empty': allowEmpty }: Raw): NamedPath[] {
  const values = (helm?.values ?? []).map((file, i) => ({
    at: ['helm', 'values', i],
    kind: 'file' as const,
    path: file,
  }));
  return allowEmpty ? values : [{ at: ['path'], kind: 'folder', path }, ...values];
}
