import { posix } from 'node:path';
import type { Config, Environment } from '../core/environment.ts';
import type { IgnoreRule } from '../core/ignore.ts';
import type { MaskRule } from '../core/mask-declared.ts';
import type { HelmOptions, Target } from '../core/target.ts';
import type { RawConfig, RawEnvironment, RawKubernetesTarget, RawTarget } from './schema.ts';

export function normalizeConfig(raw: RawConfig): Config {
  const environments = Object.entries(raw.environments).map(([name, environment]) =>
    normalizeEnvironment(name, environment),
  );
  const targets = environments.flatMap((environment) => environment.targets);
  return {
    environments: environments.map((environment) => ({
      ...environment,
      targets: environment.targets.map((target) => withNeighbours(target, targets)),
    })),
  };
}

function withNeighbours(target: Target, targets: readonly Target[]): Target {
  if (target.engine !== 'kubernetes') return target;
  const neighbours = targets.filter(
    ({ engine, cluster, id }) => engine === 'kubernetes' && cluster === target.cluster && id !== target.id,
  );
  return neighbours.length > 0 ? { ...target, neighbours } : target;
}

function normalizeEnvironment(name: string, raw: RawEnvironment): Environment {
  const rules = {
    ignore: (raw.ignore ?? []).map(ignoreRule),
    ...(raw.mask !== undefined && { mask: raw.mask.map(maskRule) }),
  };
  return {
    name,
    gate: {
      approvals: raw.gate?.approvals ?? 1,
      from: raw.gate?.from ?? [],
      freeze: raw.gate?.freeze ?? [],
      onPlanChange: raw.gate?.['on-plan-change'] ?? 'hold',
    },
    drift: { action: raw.drift?.action ?? 'pull-request', after: raw.drift?.after ?? '10m' },
    targets: Object.entries(raw.targets).map(([target, settings]) =>
      normalizeTarget(`${name}/${target}`, name, settings, rules),
    ),
  };
}

function ignoreRule({
  path,
  manager,
  because,
  ...of
}: NonNullable<RawEnvironment['ignore']>[number]): IgnoreRule {
  return {
    because,
    ...(path !== undefined && { path }),
    ...(manager !== undefined && { manager }),
    ...objectsOf(of),
  };
}

function maskRule({ path, ...of }: NonNullable<RawEnvironment['mask']>[number]): MaskRule {
  return { path, ...objectsOf(of) };
}

type Selected = Pick<NonNullable<RawEnvironment['mask']>[number], 'kind' | 'name' | 'namespace'>;

function objectsOf({ kind, name, namespace }: Selected): Pick<MaskRule, 'kind' | 'name' | 'namespace'> {
  return {
    ...(kind !== undefined && { kind }),
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

function normalizeTarget(
  id: string,
  environment: string,
  raw: RawTarget,
  rules: Pick<Target, 'ignore' | 'mask'>,
): Target {
  const named = {
    id,
    environment,
    engine: raw.engine,
    render: 'plain' as const,
    allowEmpty: false,
    ...rules,
    replace: [],
    confirmDelete: [],
  };
  if (raw.engine === 'terraform') return { ...named, cluster: '', path: tidy(raw.path), prune: true };
  if (raw.engine === 'ansible')
    return { ...named, cluster: '', path: tidy(posix.dirname(raw.playbook)), prune: false };
  return {
    ...named,
    render: raw.render ?? 'auto',
    ...(raw.helm !== undefined && { helm: normalizeHelm(raw.helm) }),
    cluster: raw.cluster,
    path: tidy(raw.path),
    ...(raw.namespace !== undefined && { namespace: raw.namespace }),
    prune: raw.prune ?? false,
    allowEmpty: raw['allow-empty'] ?? false,
    replace: raw.replace ?? [],
    confirmDelete: raw['confirm-delete'] ?? [],
  };
}

function normalizeHelm({ release, values = [] }: NonNullable<RawKubernetesTarget['helm']>): HelmOptions {
  return { ...(release !== undefined && { release }), values: values.map(tidy) };
}

/** `./a/b/` is `a/b`. */
function tidy(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}
