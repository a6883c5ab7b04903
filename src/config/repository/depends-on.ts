import type { RuleBreak } from '../rule.ts';
import type { RawConfig, RawEnvironment } from './schema.ts';

type Targets = RawEnvironment['targets'];

/** A dependency is another target of the same environment, and no target waits for itself. */
export function dependencies({ environments }: RawConfig): RuleBreak[] {
  return Object.entries(environments).flatMap(([environment, { targets }]) => {
    const at = (target: string, ...more: number[]) => [
      'environments',
      environment,
      'targets',
      target,
      'depends-on',
      ...more,
    ];
    const strangers = Object.entries(targets).flatMap(([name, { 'depends-on': others }]) =>
      others.flatMap((other, index) =>
        targets[other] === undefined ? [{ path: at(name, index), message: noSuch(targets, name) }] : [],
      ),
    );
    const circles = circlesOf(targets).map((circle) => ({
      path: at(circle[0] ?? ''),
      message: `goes round in a circle: ${[...circle, circle[0]].join(' → ')}. Take one of these out`,
    }));
    return [...strangers, ...circles];
  });
}

function noSuch(targets: Targets, name: string): string {
  const others = Object.keys(targets).filter((each) => each !== name);
  const known = others.length === 0 ? 'it has no other' : `it has ${others.join(', ')}`;
  return `must name another target of the same environment: ${known}`;
}

/** Each circle once, from its first target in the file on. */
function circlesOf(targets: Targets): string[][] {
  const told = new Set<string>();
  return Object.keys(targets).flatMap((name) => {
    const circle = told.has(name) ? undefined : wayBack(targets, name);
    for (const each of circle ?? []) told.add(each);
    return circle === undefined ? [] : [circle];
  });
}

/** The shortest way by which a target depends on itself; undefined: it does not. */
function wayBack(targets: Targets, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of targets[way.at(-1) ?? '']?.['depends-on'] ?? []) {
      if (next === start) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
