import { type Route, HttpError } from './route.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the operation of a method and a path. Literal segments win over parameters. @throws HttpError 400 for what is no text */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes
    .map((route) => ({ route, pattern: patternOf(route.path), literal: literalSegments(route.path) }))
    .toSorted((a, b) => b.literal - a.literal);
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      if (route.method !== method) continue;
      const groups = pattern.exec(path)?.groups;
      if (groups !== undefined) return { route, params: decoded(groups) };
    }
    return undefined;
  };
}

/** What may hold slashes: paths, refs and ranges of commits. */
const GREEDY = ['path', 'ref', 'basehead', 'branch'];

function patternOf(path: string): RegExp {
  const text = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    GREEDY.includes(name) ? `(?<${name}>.*)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${path.includes('{') ? text : `(?<all>${text})`}$`);
}

function literalSegments(path: string): number {
  return path.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length;
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, name === 'all' ? value : decodedText(value)]),
  );
}

function decodedText(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) throw new HttpError(400, 'Bad Request');
    throw error;
  }
}
