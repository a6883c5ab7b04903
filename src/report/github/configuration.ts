import { type EnvironmentChange, reachesFurther } from '../../core/configuration/change.ts';
import { cutText } from '../../core/cut-text.ts';
import { newGateLines, newTargetLines, newTargets } from '../model/new-targets.ts';
import { codeSpan } from '../words/escape.ts';
import { linesWithin } from '../words/limits.ts';
import { plural } from '../words/words.ts';

const LINE_LIMIT = 1000;
const LIMIT = 10_000;

const WORD = {
  new: 'is new: every gate in force judges it',
  removed: 'is removed, and nobody looks after its targets any more: every gate in force judges that',
  changed: 'is configured otherwise from then on: the gate in force until then judges that',
  further: 'comes to a cluster in which it had no target: every gate in force judges that',
} as const;

/** A proposal's changes to the configuration of an environment, which judges from the merge on. */
export function configurationLines(change: EnvironmentChange): string[] {
  const { environment, kind, differences } = change;
  const targets = newTargets(change);
  const isTold = (line: string) =>
    [...targets.keys()].some((id) => line.startsWith(`targets.${id}: none → `));
  const lines = [
    ...(kind === 'new' ? newGateLines(change) : []),
    ...[...targets].flatMap(([id, target]) => newTargetLines(id, target)),
    ...differences.filter((line) => !isTold(line)).map((line) => codeSpan(cutText(line, LINE_LIMIT))),
  ].map((line) => `- ${line}`);
  const shown = linesWithin(lines, LIMIT);
  const left = lines.length - shown.length;
  const more =
    left === 0 ? [] : [`- … ${plural(left, 'difference')} left out here: see the file's own diff.`];
  const word = kind === 'changed' && reachesFurther(change) ? WORD.further : WORD[kind];
  return [`⚖️ **Configuration:** ${codeSpan(environment)} ${word}.`, ...shown, ...more];
}
