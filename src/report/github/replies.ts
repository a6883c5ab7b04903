import type { CommandName } from '../../core/command.ts';
import { cutText } from '../../core/cut-text.ts';
import type { Decision } from '../../core/gate/decision.ts';
import type { DeployState } from '../../core/sync/deploy-state.ts';
import { visible } from '../../core/visible.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { firstLines } from '../words/limits.ts';
import { reasonText } from './decision.ts';

/** Every command, with its form and effect; `docs/commands.md` says more. */
export const COMMANDS: Readonly<Record<CommandName, readonly [form: string, does: string]>> = {
  diff: ['/plumb diff', 'plans again what merging changes live, and deploys nothing'],
  approve: [
    '/plumb approve [environment [plan]]',
    'approves the plan that is shown, as a review does; or the plan of that id',
  ],
  ok: ['/plumb ok commit', 'lets a commit of a fork be planned'],
  sync: ['/plumb sync [environment]', 'after the merge: deploys what is approved and not deployed yet'],
  retry: [
    '/plumb retry',
    'before the merge plans again; after it tries again what failed, and plans again what waits',
  ],
  help: ['/plumb help', 'lists the commands and environments'],
};

export function commandTable(): string {
  const rows = Object.values(COMMANDS).map(([form, does]) => `| \`${form}\` | ${does} |`);
  return ['| command | what it does |', '|---|---|', ...rows].join('\n');
}

export function helpReply(environments: readonly string[]): string {
  return `The commands are listed below. Each is a comment of its own, with nothing else in it. ${environmentsText(environments)}`;
}

/** @param why one line of ours about the comment */
export function nearMissReply(why: string): string {
  return `This is no command, so nothing was done. ${reasonText(why)}`;
}

export function editedReply(): string {
  return 'The comment was edited, and what was edited is not followed and approves nothing. Write a new one.';
}

export function unconfiguredReply(): string {
  return 'There is nothing to plan: no configuration is in force here. `.github/plumbline.yml` names environments, and a pull request that brings it is judged by whoever may administer this repository.';
}

export function unknownEnvironmentReply(name: string, known: readonly string[], isPlan = false): string {
  const hint = isPlan ? ' The id of a plan comes behind its environment.' : '';
  return `There is no environment ${quoted(name)}, so nothing was done.${hint} ${environmentsText(known)}`;
}

const MOST_ENVIRONMENTS = 10;

function environmentsText(names: readonly string[]): string {
  if (names.length === 0) return 'Environments: none.';
  const shown = names.slice(0, MOST_ENVIRONMENTS).map(codeSpan).join(', ');
  const more = names.length > MOST_ENVIRONMENTS ? ` and ${names.length - MOST_ENVIRONMENTS} more` : '';
  return `Environments: ${shown}${more}.`;
}

/** Answers an `ok` for a commit that is not the head, or no longer. */
export function otherHeadReply(named: string, head: string): string {
  return `The head is ${codeSpan(head.slice(0, 12))}, not ${codeSpan(named)}, so nothing was let in. Look at what was pushed, then say \`/plumb ok ${head.slice(0, 12)}\`.`;
}

/** Answers an `ok` that came before the held commit was on show. */
export function tooEarlyReply(head: string): string {
  return `It was not on show yet that this commit waits, so nothing was let in. Look at it, then say \`/plumb ok ${head.slice(0, 12)}\` again.`;
}

export function notHeldReply(): string {
  return 'Nothing waits to be let in: only what an open pull request brings from a fork does.';
}

export function heldReply(head: string): string {
  return `Nothing was planned: it comes from a fork, and nobody has let this commit in. Look at it, then say \`/plumb ok ${head.slice(0, 12)}\`.`;
}

export function mergeFirstReply(): string {
  return 'Nothing was applied: this pull request is not merged. Merging deploys what is approved.';
}

export function closedReply(): string {
  return 'Nothing was done: this pull request was closed without being merged.';
}

export function elsewhereReply(branch: string): string {
  return `Nothing was done: only what is merged into ${codeSpan(branch)} is planned and deployed.`;
}

export function mergedDiffReply(): string {
  return 'Nothing was planned: this pull request is merged, and `/plumb diff` is of what is not. `/plumb retry` plans again what is not deployed yet, `/plumb sync` deploys what is approved.';
}

/** An environment of a merged pull request, and how its deployment stands. */
export interface DeployView {
  readonly environment: string;
  readonly state: DeployState;
  readonly decision: Decision;
}

export function nothingToDeployReply(views: readonly DeployView[]): string {
  return `Nothing was begun. ${statesText(views)}`;
}

export function nothingFailedReply(views: readonly DeployView[]): string {
  return `Nothing has failed, so nothing was tried again. ${statesText(views)}`;
}

export function plannedLateReply(): string {
  return 'It was merged before it was planned, or is judged otherwise since: it is planned now, for somebody to approve.';
}

/** One line for each environment, for a few of them; one line for all where the reasons are the same. */
export function remarksReply(
  remarks: readonly { readonly environment: string; readonly reason: string }[],
): string {
  const [first, ...others] = remarks;
  if (first !== undefined && others.every(({ reason }) => reason === first.reason))
    return reasonText(first.reason);
  return few(remarks.map(({ environment, reason }) => `${codeSpan(environment)}: ${reasonText(reason)}`));
}

/** An approval that came too late to be needed. */
export function deployedReason(): string {
  return 'What was approved is deployed already, or being deployed.';
}

function statesText(views: readonly DeployView[]): string {
  const touched = views.filter(({ state }) => state !== 'nothing');
  if (touched.length === 0) return 'This pull request changes nothing that is deployed.';
  return few(touched.map((view) => `${codeSpan(view.environment)} ${stateText(view)}`));
}

function stateText({ environment, state, decision }: DeployView): string {
  if (state === 'waits') {
    const next =
      decision.verdict === 'pending' ? ` Approve with ${codeSpan(`/plumb approve ${environment}`)}.` : '';
    return `waits: ${reasonText(decision.reason)}${next}`;
  }
  return STATES[state];
}

const STATES: Readonly<Record<Exclude<DeployState, 'waits'>, string>> = {
  nothing: 'is not touched.',
  unplanned: 'is not planned yet: `/plumb retry` plans it.',
  due: 'is approved, and not deployed yet: `/plumb sync` deploys it.',
  running: 'is being deployed.',
  failed: 'failed: `/plumb retry` tries it again.',
  deployed: 'is deployed already.',
};

const MOST_LINES = 5;

function few(lines: readonly string[]): string {
  const more = lines.length > MOST_LINES ? [`And ${lines.length - MOST_LINES} more.`] : [];
  return [...lines.slice(0, MOST_LINES), ...more].join(' ');
}

/** A pull request into another branch is never deployed. */
export function elsewhereComment(branch: string): string {
  return `### Plumbline: nothing to deploy\n\nOnly what is merged into ${codeSpan(branch)} is deployed, so nothing is planned here.`;
}

/** The start of a text from a comment, which may be as long as a comment: enough to know it again. */
function quoted(text: string): string {
  return codeSpan(cutText(text, 60));
}

/** A problem that keeps the pull request from being planned at all. @param message subject first, next step last */
export function problemReport(message: string): { title: string; summary: string; comment: string } {
  const [subject = ''] = message.split(':');
  const body = fence(firstLines(message.split('\n'), '"plumb validate" prints all of it'), 'text');
  const title = cutText(visible(`Cannot be planned: ${subject}`), 255);
  return {
    title,
    summary: body,
    comment: `### Plumbline: cannot be planned\n\nNothing was planned and nothing will be applied until this is put right.\n\n${body}`,
  };
}
