export interface Fence {
  readonly language: string;
  readonly text: string;
}

export function fences(text: string): Fence[] {
  return [...text.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

const withoutFences = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '');

/** What stands in backticks, within a line. */
export function codeSpans(text: string): string[] {
  return [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
}

/** The words after a program's name, of each of its command lines in fences of a shell and in code spans. */
export function commandsIn(text: string, program: string): string[][] {
  const shell = fences(text).filter(({ language }) => ['sh', 'console', 'bash', ''].includes(language));
  const lines = [...shell.flatMap((fence) => fence.text.split('\n')), ...codeSpans(text)];
  return lines
    .flatMap((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/\s#.*$/, '')
        .split(/&&|\|/),
    )
    .map((command) => command.trim().split(/\s+/))
    .filter(([name]) => name === program)
    .map(([, ...words]) => words);
}

/** Targets of links and pictures that are files of the project. */
export function linksOf(text: string): string[] {
  const found = [
    ...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g),
    ...text.matchAll(/(?:src|href)="([^"]+)"/g),
  ].map(([, link = '']) => link);
  return found.filter((link) => !/^[a-z]+:/.test(link));
}

/** As GitHub makes them of headings. */
export function anchorsOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
