import type { Rule, RuleBreak } from './rule.ts';
import type { RawConfig } from './schema.ts';

export const RULES: readonly Rule<RawConfig>[] = [
  { name: 'an environment has targets', check: emptyEnvironments },
  { name: 'a destination belongs to one target', check: sharedDestinations },
  { name: 'a freeze is a time window in a known zone', check: brokenFreezes },
];

function emptyEnvironments(config: RawConfig): RuleBreak[] {
  return Object.entries(config.environments)
    .filter(([, { targets }]) => Object.keys(targets).length === 0)
    .map(([name]) => ({ path: ['environments', name, 'targets'], message: 'an environment needs a target' }));
}

/** Two targets that apply one folder to one place would each undo the other. */
function sharedDestinations(config: RawConfig): RuleBreak[] {
  const first = new Map<string, string>();
  return targetsOf(config).flatMap(({ id, path, target }) => {
    if (target.engine !== 'kubernetes') return [];
    const destination = [target.cluster, target.path, target.namespace ?? ''].join('\n');
    const other = first.get(destination);
    first.set(destination, other ?? id);
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

const DAY_TIME = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01][0-9]|2[0-3]):[0-5][0-9]';
const FREEZE = new RegExp(`^${DAY_TIME} - ${DAY_TIME} (\\S+)$`);

function brokenFreezes(config: RawConfig): RuleBreak[] {
  return Object.entries(config.environments).flatMap(([name, { gate }]) =>
    (gate?.freeze ?? []).flatMap((text, i) => {
      const path = ['environments', name, 'gate', 'freeze', i];
      const zone = FREEZE.exec(text)?.at(-1);
      if (zone === undefined) {
        return [{ path, message: 'a freeze is written like "Fri 16:00 - Mon 08:00 Europe/London"' }];
      }
      return isTimeZone(zone)
        ? []
        : [{ path, message: `unknown time zone "${zone}": name one of the IANA database` }];
    }),
  );
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
