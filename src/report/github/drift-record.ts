import { stringify } from 'yaml';
import type { Change } from '../../core/change/change.ts';
import { describeSubject } from '../../core/change/subject.ts';
import { describePath } from '../../core/json/pointer.ts';
import { type Plan, differences } from '../../core/plan/plan.ts';

const HEAD = [
  '# What differed between Git and live, and what was decided about it. Plumbline writes this file; merging it is what',
  '# puts live back. Afterwards it is a record only, of which the history of this file is the log. It may be deleted.',
];

/** Git's history of these records is the log of every drift, and of who decided what. */
export function driftRecord({ target, commit, since, plan, recorded }: DriftView): string {
  const record = {
    target,
    decision: 'revert',
    commit,
    since,
    plan: plan.fingerprint,
    // Otherwise there would be nothing to merge.
    ...(recorded === true && { again: true }),
    objects: differences(plan).map(objectOf),
  };
  return `${HEAD.join('\n')}\n${stringify(record, { lineWidth: 0 })}`;
}

function objectOf({ subject, action, fields }: Change) {
  return {
    object: describeSubject(subject),
    action,
    ...(action === 'create' && { live: 'deleted' }),
    ...(fields.length > 0 && {
      fields: fields.map(({ path, writer }) => ({
        field: describePath(path),
        ...(writer !== undefined && { writer: writer.manager }),
        ...(writer?.time !== undefined && { written: writer.time }),
      })),
    }),
  };
}

/** The drift of a target, and since when it exists. */
export interface DriftView {
  /** `<environment>/<name>`. */
  readonly target: string;
  /** The synced commit. */
  readonly commit: string;
  /** RFC 3339. */
  readonly since: string;
  /** The plan that reverts the drift. */
  readonly plan: Plan;
  /** The default branch holds the same record already, by somebody else's hand. */
  readonly recorded?: boolean;
}
