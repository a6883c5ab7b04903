import type { Rule, RuleBreak } from '../rule.ts';
import { dependencies } from './depends-on.ts';
import type { RawConfig } from './schema.ts';
import { type TargetFormats, formatOf } from './target-format.ts';

export const rulesOf = (formats: TargetFormats): readonly Rule<RawConfig>[] => [
  { name: 'an environment has targets', check: emptyEnvironments },
  { name: 'an environment has a check of its own', check: reservedNames },
  { name: 'a destination belongs to one target', check: (config) => sharedDestinations(formats, config) },
  { name: 'what a target depends on is there, and does not depend on it', check: dependencies },
  { name: 'what is not built yet is refused', check: notBuilt },
];

function emptyEnvironments(config: RawConfig): RuleBreak[] {
  return Object.entries(config.environments)
    .filter(([, { targets }]) => Object.keys(targets).length === 0)
    .map(([name]) => ({ path: ['environments', name, 'targets'], message: 'an environment needs a target' }));
}

/** `plumbline / configuration` is the check of the configuration itself. */
function reservedNames({ environments }: RawConfig): RuleBreak[] {
  if (environments['configuration'] === undefined) return [];
  const message = 'the check of that name is about this file: call the environment otherwise';
  return [{ path: ['environments', 'configuration'], message }];
}

/** Two targets with the same folder and destination would each undo the other. */
function sharedDestinations(formats: TargetFormats, config: RawConfig): RuleBreak[] {
  const first = new Map<string, string>();
  return targetsOf(config).flatMap(({ id, path, target }) => {
    const place = [target.engine, target.path, formatOf(formats, target).placeOf(target)].join('\n');
    const other = first.get(place);
    first.set(place, other ?? id);
    return other === undefined
      ? []
      : [{ path, message: `target ${id} applies the same folder to the same place as ${other}` }];
  });
}

function targetsOf(config: RawConfig) {
  return Object.entries(config.environments).flatMap(([environment, { targets }]) =>
    Object.entries(targets).map(([name, target]) => ({
      id: `${environment}/${name}`,
      path: ['environments', environment, 'targets', name],
      target,
    })),
  );
}

/** A key without effect is refused: users would rely on it. */
function notBuilt(config: RawConfig): RuleBreak[] {
  return Object.entries(config.environments).flatMap(([name, { gate }]) => {
    const refuse = (key: string, what: string): RuleBreak => ({
      path: ['environments', name, 'gate', key],
      message: `${what} is not built yet. Remove it from the gate`,
    });
    return [
      ...(gate.freeze.length > 0 ? [refuse('freeze', '"freeze"')] : []),
      ...(gate['on-plan-change'] === 'apply' ? [refuse('on-plan-change', '"on-plan-change: apply"')] : []),
    ];
  });
}
