import { describe, expect, it } from 'vitest';
import { coAuthors, noReplyHosts } from '../../../../src/github/pulls/co-authors.ts';

const HOSTS = noReplyHosts('https://api.github.com');

describe('co-authors', () => {
  it.each([
    ['Bob <bob@users.noreply.github.com>', 'bob'],
    ['Bob <1234+bob@users.noreply.github.com>', 'bob'],
    ['Bob <1234+Bob-By@USERS.noreply.GitHub.com>', 'Bob-By'],
    ['bot <9+robot[bot]@users.noreply.github.com>', 'robot[bot]'],
    ['x <bob@users.noreply.evil.example>', undefined],
    ['x <bob@users.noreply.github.com.evil.example>', undefined],
    ['x <bob@evil-users.noreply.github.com>', undefined],
    ['x <bob@x.users.noreply.github.com>', undefined],
    ['x <bob@users.noreply.github.comx>', undefined],
    ['x <bob@users-noreply.github.com>', undefined],
    ['x <bob@users.noreply.ghe.example>', undefined],
    ['x <a+b+bob@users.noreply.github.com>', undefined],
    ['x <bob@evil.example@users.noreply.github.com>', undefined],
    ['Agent <noreply@agent.example>', undefined],
    ['Bob <bob@example.com>', undefined],
    ['Bob', undefined],
    ['', undefined],
  ])('U47: %j names %j', (text, login) => {
    const [found, ...more] = coAuthors(`Change\n\nCo-authored-by: ${text}\n`, HOSTS);
    expect(found).toBeDefined();
    expect(found?.login).toBe(login);
    expect(more).toEqual([]);
  });

  it("U47: a GitHub Enterprise host's own addresses name its accounts", () => {
    const message = 'Change\n\nco-authored-by: Bob <7+bob@users.noreply.ghe.example>';
    const hosts = noReplyHosts('https://ghe.example/api/v3');
    expect(coAuthors(message, hosts)).toEqual([{ address: '7+bob@users.noreply.ghe.example', login: 'bob' }]);
  });

  it('each trailer is one, in any spelling, and nothing else is', () => {
    const message = 'Co-authored-by me\n\nCO-AUTHORED-BY: A <a@x.example>\r\nCo-Authored-By:B <b@x.example>';
    expect(coAuthors(message, HOSTS).map(({ address }) => address)).toEqual(['a@x.example', 'b@x.example']);
  });
});
