import { styleText } from 'node:util';

/** What a person reads of a comment, for a terminal: folded parts are opened, tags and markers left out. */
export function printMarkdown(markdown: string): string {
  const lines = markdown
    .replaceAll(/<!--.*?-->\n?/gs, '')
    .replaceAll(/<summary>(.*?)<\/summary>/gs, '▸ $1')
    .replaceAll(/<\/?[a-z][^>]*>/g, '')
    .replaceAll('&#8203;', '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .split('\n');
  return lines.map((line) => styleText('dim', '│ ') + colour(line)).join('\n');
}

function colour(line: string): string {
  if (line.startsWith('#')) return styleText('bold', line);
  if (line.startsWith('+')) return styleText('green', line);
  if (line.startsWith('-')) return styleText('red', line);
  return line;
}
