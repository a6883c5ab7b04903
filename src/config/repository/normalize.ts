import type { MaskRule } from '../../core/secrets/mask-declared.ts';
import type { Config, Environment } from '../../core/target/environment.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';
import type { FieldRules, Target } from '../../core/target/target.ts';
import type { RawConfig, RawEnvironment } from './schema.ts';
import { type RawTarget, type TargetFormat, type TargetFormats, formatOf } from './target-format.ts';
import { tidy } from './tidy-path.ts';

export function normalizeConfig(formats: TargetFormats, raw: RawConfig): Config {
  const environments = Object.entries(raw.environments).map(([name, environment]) =>
    normalizeEnvironment(formats, name, environment),
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
  const neighbours = targets.filter(
    ({ engine, destination, id }) =>
      engine === target.engine && destination === target.destination && id !== target.id,
  );
  return neighbours.length > 0 ? { ...target, neighbours } : target;
}

function normalizeEnvironment(formats: TargetFormats, name: string, raw: RawEnvironment): Environment {
  const { 'on-plan-change': onPlanChange, 'update-branch': updateBranch, ...gate } = raw.gate;
  const { after, again } = raw.drift;
  const rules = { ignore: raw.ignore.map(ignoreRule), mask: raw.mask.map(maskRule) };
  return {
    name,
    gate: { ...gate, onPlanChange, updateBranch },
    drift: { action: 'pull-request', after, ...(again !== undefined && { again }) },
    targets: Object.entries(raw.targets).map(([target, settings]) =>
      normalizeTarget(formatOf(formats, settings), { name: target, environment: name, rules }, settings),
    ),
  };
}

function ignoreRule({ path, manager, because, ...of }: RawEnvironment['ignore'][number]): IgnoreRule {
  return {
    because,
    ...(path !== undefined && { path }),
    ...(manager !== undefined && { manager }),
    ...objectsOf(of),
  };
}

function maskRule({ path, ...of }: RawEnvironment['mask'][number]): MaskRule {
  return { path, ...objectsOf(of) };
}

type Selected = Pick<RawEnvironment['mask'][number], 'kind' | 'name' | 'namespace'>;

function objectsOf({ kind, name, namespace }: Selected): Pick<MaskRule, 'kind' | 'name' | 'namespace'> {
  return {
    ...(kind !== undefined && { kind }),
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

interface Placed {
  readonly name: string;
  readonly environment: string;
  readonly rules: FieldRules;
}

function normalizeTarget(format: TargetFormat, { name, environment, rules }: Placed, raw: RawTarget): Target {
  return {
    id: `${environment}/${name}`,
    environment,
    engine: raw.engine,
    destination: format.destinationOf(raw),
    path: tidy(raw.path),
    rules,
    spec: format.specOf(raw),
    ...(raw['depends-on'].length > 0 && {
      dependsOn: raw['depends-on'].map((other) => `${environment}/${other}`),
    }),
  };
}
