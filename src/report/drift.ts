import { stringify } from 'yaml';
import { describePath } from '../core/change.ts';
import { differences, type Plan } from '../core/plan.ts';
import { describeResource } from '../core/resource.ts';
import { codeSpan } from './escape.ts';
import { withinLimit } from './markdown.ts';
import { reportOfPlan } from './model.ts';
import { plural } from './words.ts';

/** What differs of a target, and since when. */
export interface DriftView {
  /** `<environment>/<name>`. */
  readonly target: string;
  /** The synced commit. */
  readonly commit: string;
  /** RFC 3339. */
  readonly since: string;
  /** Reverts it. */
  readonly plan: Plan;
}

export interface DriftPull {
  readonly title: string;
  readonly body: string;
  readonly message: string;
  /** The record that merging commits. */
  readonly file: string;
}

/** GitHub's limit of a pull request's body, in characters. */
const LIMIT = 65_536;

/** The pull request whose merge puts live back to what Git says. */
export function driftPull(drift: DriftView): DriftPull {
  const title = `Revert drift: ${drift.target}`;
  const count = plural(differences(drift.plan).length, 'object');
  const next = [
    `Live differs from ${codeSpan(drift.commit.slice(0, 7))}, the commit that was synced last, in ${count}; first seen ${drift.since}.`,
    '',
    '**Merging puts live back to what Git says**: `-` is live now, `+` is what Git says. It goes through the same gate as any change. If live is put right in another way, this pull request closes itself.',
  ];
  const report = reportOfPlan({ status: 'planned', target: drift.target, plan: drift.plan });
  return {
    title,
    body: withinLimit(report, { next, whole: 'printed by `plumb diff`' }, LIMIT),
    message: `${title}\n\nLive differs from what was synced in ${count}.`,
    file: recordFile(drift),
  };
}

/** Git's history of these records is the log of every drift, and of who decided what. */
function recordFile({ target, commit, since, plan }: DriftView): string {
  const objects = differences(plan).map((change) => ({
    object: describeResource(change.id),
    action: change.action,
    ...(change.fields.length > 0 && {
      fields: change.fields.map(({ path, writer }) => ({
        field: describePath(path),
        ...(writer !== undefined && { writer: writer.manager }),
        ...(writer?.time !== undefined && { written: writer.time }),
      })),
    }),
  }));
  const record = {
    target,
    decision: 'revert',
    commit,
    since,
    plan: plan.fingerprint,
    objects,
  };
  return `# What differed between Git and live, and what was decided about it.\n${stringify(record, { lineWidth: 0 })}`;
}

/** Why a drift pull request is closed without being merged. */
export function driftGone({ target }: Pick<DriftView, 'target'>): string {
  return `Live matches Git again: the drift of ${codeSpan(target)} was put right outside of this pull request, so there is nothing left to revert. Closed.`;
}
