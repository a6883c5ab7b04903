import { driftBranch, driftFile } from '../../core/drift/drift-file.ts';
import { differences } from '../../core/plan/plan.ts';
import { codeSpan } from '../words/escape.ts';
import { plural } from '../words/words.ts';
import { type DriftView, driftRecord } from './drift-record.ts';
import { driftedObjects } from './drifted-objects.ts';

export interface DriftPull {
  readonly title: string;
  /** The title where others wrote on the branch. */
  readonly foreignTitle: string;
  readonly message: string;
  /** The record that merging commits. */
  readonly file: string;
}

/** The pull request whose merge puts live back to what Git says. */
export function driftPull(drift: DriftView): DriftPull {
  const title = `Revert drift: ${drift.target}`;
  return {
    title,
    foreignTitle: `Changed by others: ${title}`,
    message: `${title}\n\nLive differs from what was synced in ${countOf(drift)}.`,
    file: driftRecord(drift),
  };
}

/** The description of a drift pull request; the diff is in the comment of every pull request. @param again `24h` */
export function driftBody(drift: DriftView, again?: string): string {
  const { target, commit, since, plan } = drift;
  const until = again === undefined ? 'before it changes' : `before it changes, or ${again} have passed`;
  return [
    `Live differs from ${codeSpan(commit.slice(0, 7))}, the commit that was synced last, in ${countOf(drift)}; first seen ${since}.`,
    '',
    ...driftedObjects(plan),
    '',
    '**Merging puts live back to what Git says.** It goes through the same gate as any change; the comment shows the whole diff.',
    `In Git it only writes a record of the drift, ${codeSpan(driftFile(target))}.`,
    '',
    `If live is put right in another way, this pull request closes itself. If you close it, the drift stays counted and is not proposed to be reverted again ${until}; reopening it is enough to have it back.`,
  ].join('\n');
}

function countOf({ plan }: DriftView): string {
  return plural(differences(plan).length, 'object');
}

/** The description of a pull request on whose branch others wrote. @param next the number of the branch beside it */
export function driftForeign(target: string, head: string, next: number): string {
  return [
    `**This is not only Plumbline's any more: its branch holds what others wrote** (${codeSpan(head.slice(0, 7))}). Nothing of it is overwritten. Merging it changes what its files change, and reverts no drift by itself.`,
    '',
    `The drift of ${codeSpan(target)} is proposed to be reverted on the branch ${codeSpan(driftBranch(target, next))} instead.`,
  ].join('\n');
}

/** The description of one that somebody closed unmerged. @param until RFC 3339 */
export function driftLeft({ target }: Pick<DriftView, 'target'>, until?: string): string {
  const end = until === undefined ? 'while it is the same' : `while it is the same, until ${until}`;
  return `**Closed without a merge: live stays as it is.** The drift of ${codeSpan(target)} stays counted, and is not proposed to be reverted again ${end}. Reopen this pull request to have it back.`;
}

/** Why a drift pull request is closed without being merged. */
export function driftGone({ target }: Pick<DriftView, 'target'>): string {
  return `Live matches Git again: the drift of ${codeSpan(target)} was put right outside of this pull request, so there is nothing left to revert. Closed.`;
}
