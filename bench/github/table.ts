import type { Answer } from '../../sandbox/github/server/start.ts';

/** The requests for one push. */
export interface Count {
  /** Of the API, with an answer that counts for the rate limit. */
  readonly api: number;
  /** Of the API, answered 304: it is free. */
  readonly unchanged: number;
  /** Of the API, those that write. */
  readonly writes: number;
  readonly git: number;
}

export interface RequestRow extends Count {
  /** What was pushed. */
  readonly what: string;
  /** How many pull requests were open. */
  readonly open: number;
}

const API = '/api/';

export function countOf(answers: readonly Answer[]): Count {
  const api = answers.filter(({ path }) => path.startsWith(API));
  const unchanged = api.filter(({ status }) => status === 304).length;
  return {
    api: api.length - unchanged,
    unchanged,
    writes: api.filter(({ method }) => method !== 'GET').length,
    git: answers.length - api.length,
  };
}

/** As Markdown. */
export function requestTable(rows: readonly RequestRow[]): string {
  const head = ['push', 'open', 'API', 'of them writes', 'API, 304', 'Git', 'each open: API', '304', 'Git'];
  const lines = rows.map(({ what, open, api, writes, unchanged, git }) => [
    what,
    ...[open, api, writes, unchanged, git].map(String),
    ...[api, unchanged, git].map((count) => (count / open).toFixed(1)),
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
