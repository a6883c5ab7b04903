import { describeSubject } from '../../core/change/subject.ts';
import type { Outcome, SyncEvent } from '../../core/sync/outcome.ts';
import { visible } from '../../core/visible.ts';
import { plural } from '../words/words.ts';
import type { Style } from './style.ts';

const DONE = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  keep: 'kept',
} as const;

/** One line of a running sync's progress. */
export function syncEventLine(event: SyncEvent, style: Style): string {
  if (event.type === 'stage') return style.bold(`${event.name} (${plural(event.objects, 'object')})`);
  if (event.type === 'verifying') return style.dim('comparing live with what was applied');
  if (event.type === 'outcome') return outcomeLine(event.outcome, style);
  const { subject, health } = event.object;
  const reason = 'reason' in health ? `: ${visible(health.reason)}` : '';
  const line = `  ${visible(describeSubject(subject))} ${health.status}${reason}`;
  return health.status === 'failed' ? style.danger(line) : style.dim(line);
}

/** A reason names its object itself. */
function outcomeLine({ subject, action, result, reason }: Outcome, style: Style): string {
  const name = visible(describeSubject(subject));
  if (result === 'applied') return `  ${style.added(`${name} ${DONE[action]}`)}`;
  if (result === 'unchanged') return style.dim(`  ${name} unchanged`);
  return style.danger(`  ${result}: ${reason === undefined ? name : visible(reason)}`);
}
