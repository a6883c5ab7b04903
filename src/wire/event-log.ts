import type { Log } from '../log.ts';
import type { DomainEvent, IgnoredReason, Tell } from '../ports/events.ts';
import { logUnaccepted } from './unaccepted-log.ts';

const IGNORED: Readonly<Record<IgnoredReason, string>> = {
  malformed: 'Nothing needs to be done: it is not as GitHub describes its events.',
  'unknown-repository':
    'Name the repository under "repositories" of the server\'s file, or take the App away from it.',
};

type Lines = {
  readonly [Type in DomainEvent['type']]?: (event: Extract<DomainEvent, { readonly type: Type }>) => void;
};

/** Logs the events that an administrator has to know of. */
export function logEvents(log: Log): Tell {
  const unaccepted = logUnaccepted(log);
  const lines: Lines = {
    'delivery-ignored': ({ delivery, reason, repository }) =>
      log.warn({ delivery, reason, repository, next: IGNORED[reason] }, 'delivery ignored'),
    'github-failed': ({ repository, error }) =>
      log.warn({ err: error, repository: repository.name }, 'what is to be done at GitHub could not be done'),
    'event-unheard': ({ subscriber, event, error }) =>
      log.error({ err: error, subscriber, event }, 'an event was not heard, and is passed over'),
    'drift-left-alone': ({ target: { repository, target }, why }) =>
      log.warn({ repository: repository.name, target, why }, 'drift is left alone'),
    'permissions-looked-at': (event) => unaccepted(event.unaccepted),
  };
  return (event) => (lines[event.type] as ((told: DomainEvent) => void) | undefined)?.(event);
}
