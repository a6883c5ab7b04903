import { expect, it } from 'vitest';
import { countOf, requestTable } from '../../../bench/github/table.ts';
import type { Answer } from '../../../sandbox/github/server/start.ts';

const answer = (method: string, path: string, status: number): Answer => ({
  by: 'installation',
  method,
  path,
  status,
});

it('requests are counted by what they cost', () => {
  const count = countOf([
    answer('GET', '/api/v3/repos/acme/shop', 200),
    answer('GET', '/api/v3/repos/acme/shop/pulls/1', 304),
    answer('POST', '/api/v3/repos/acme/shop/check-runs', 201),
    answer('GET', '/acme/shop.git/info/refs', 200),
    answer('POST', '/acme/shop.git/git-upload-pack', 200),
  ]);
  expect(count).toEqual({ api: 2, unchanged: 1, writes: 1, git: 2 });
  const [, , line] = requestTable([{ what: 'a push', open: 4, ...count }]).split('\n');
  expect(line).toBe('| a push | 4 | 2 | 1 | 1 | 2 | 0.5 | 0.3 | 0.5 |');
});
