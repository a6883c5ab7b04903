import { describeOrigin, describeSubject } from '../../core/change/subject.ts';
import type { Unknown } from '../../core/plan/plan.ts';

/** Why each object cannot be told; a reason that several share is given once, with its objects below. */
export function unknownMessages(all: readonly Unknown[]): string[] {
  const byReason = Map.groupBy(all, (unknown) => `${unknown.code} ${reasonOf(unknown)}`);
  return [...byReason.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return same.length === 1 ? [first.message] : [[reasonOf(first), ...same.map(line)].join('\n')];
  });
}

/** The message without its subject, which stands below. */
function reasonOf({ subject, origin, message }: Unknown): string {
  const subjects = [...(origin ? [`${describeOrigin(origin)}: `] : []), `${describeSubject(subject)}: `];
  return subjects.reduce(
    (text, subject) => (text.startsWith(subject) ? text.slice(subject.length) : text),
    message,
  );
}

function line({ subject, origin }: Unknown): string {
  return `  - ${describeSubject(subject)}${origin === undefined ? '' : ` (${describeOrigin(origin)})`}`;
}
