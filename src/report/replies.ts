import { codeSpan, fence, plainText } from './escape.ts';

const COMMANDS = `| command | what it does |
|---|---|
| \`/plumb diff\` | plans again what merging changes live |
| \`/plumb approve [environment]\` | approves the plan that is shown, as a review does |
| \`/plumb sync [environment]\` | after the merge: deploys what is approved and not deployed yet |
| \`/plumb retry\` | tries again what failed |
| \`/plumb help\` | this |`;

export function helpReply(environments: readonly string[]): string {
  const names = environments.length === 0 ? 'none' : environments.map(codeSpan).join(', ');
  return `A command is a comment of its own. Environments: ${names}.\n\n${COMMANDS}`;
}

export function unknownCommandReply(text: string): string {
  return `${codeSpan(`/plumb ${text}`)} is no command, so nothing was done.\n\n${COMMANDS}`;
}

export function unknownEnvironmentReply(name: string, known: readonly string[]): string {
  return `There is no environment ${codeSpan(name)}, so nothing was done. It is one of ${known.map(codeSpan).join(', ')}.`;
}

export function notAllowedReply(login: string): string {
  return `${codeSpan(login)} may not write to this repository, so nothing was done.`;
}

export function mergeFirstReply(): string {
  return 'Nothing was applied: this pull request is not merged. Merging deploys what is approved.';
}

/** Something keeps us from planning the pull request at all. @param message subject first, next step last */
export function problemReport(message: string): { title: string; summary: string; comment: string } {
  const [subject = ''] = message.split(':');
  const body = fence(message.split('\n'), 'text');
  const title = `Cannot be planned: ${subject}`.slice(0, 255);
  return {
    title,
    summary: body,
    comment: `### Plumbline: cannot tell\n\n${plainText('Nothing was planned and nothing will be applied until this is put right.')}\n\n${body}`,
  };
}
