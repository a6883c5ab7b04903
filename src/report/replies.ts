import { codeSpan, fence } from './escape.ts';
import { cutText } from '../core/cut-text.ts';
import { visible } from '../core/visible.ts';
import { firstLines } from './limits.ts';

const COMMANDS = `| command | what it does |
|---|---|
| \`/plumb diff\` | plans again what merging changes live |
| \`/plumb approve [environment [plan]]\` | approves the plan that is shown, as a review does; or the plan of that id |
| \`/plumb ok commit\` | lets a commit of a fork be planned |
| \`/plumb sync [environment]\` | after the merge: deploys what is approved and not deployed yet |
| \`/plumb retry\` | tries again what failed |
| \`/plumb help\` | lists the commands |`;

export function helpReply(environments: readonly string[]): string {
  const names = environments.length === 0 ? 'none' : environments.map(codeSpan).join(', ');
  return `Write a command as a comment of its own, with nothing else in it. Environments: ${names}.\n\n${COMMANDS}`;
}

export function unknownCommandReply(text: string): string {
  return `${quoted(`/plumb ${text}`)} is no command, so nothing was done.\n\n${COMMANDS}`;
}

export function unknownEnvironmentReply(name: string, known: readonly string[]): string {
  const names = known.length === 0 ? 'none' : known.map(codeSpan).join(', ');
  return `There is no environment ${quoted(name)}, so nothing was done. Environments: ${names}.`;
}

export function notAllowedReply(login: string): string {
  return `${codeSpan(login)} may not write to this repository, so nothing was done.`;
}

/** The word was about a commit that is the head no longer, or never was. */
export function otherHeadReply(named: string, head: string): string {
  return `The head is ${codeSpan(head.slice(0, 12))}, not ${codeSpan(named)}, so nothing was let in. Look at what was pushed, then say \`/plumb ok ${head.slice(0, 12)}\`.`;
}

export function mergeFirstReply(): string {
  return 'Nothing was applied: this pull request is not merged. Merging deploys what is approved.';
}

/** A pull request into another branch is never deployed. */
export function elsewhereComment(branch: string): string {
  return `### Plumbline: nothing to deploy\n\nOnly what is merged into ${codeSpan(branch)} is deployed, so nothing is planned here.`;
}

/** What a comment says may be as long as a comment: enough of it to know it again. */
function quoted(text: string): string {
  return codeSpan(cutText(text, 200));
}

/** Something keeps us from planning the pull request at all. @param message subject first, next step last */
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
