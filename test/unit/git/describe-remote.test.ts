import { describe, expect, it } from 'vitest';
import { describeRemote } from '../../../src/git/describe-remote.ts';

describe('where a remote lives', () => {
  it.each([
    'https://github.com/acme/shop',
    'https://github.com/acme/shop.git',
    'https://GitHub.com/acme/shop.git/',
    'https://x-access-token:ghs_secret@github.com/acme/shop.git',
    'https://user:p@ss@github.com/acme/shop.git',
    'ssh://git@github.com/acme/shop.git',
    'git@github.com:acme/shop.git',
    'github.com:acme/shop',
    'git://github.com/acme/shop',
  ])('S47: %s is named without credentials, alike for every way to clone it', (url) => {
    expect(describeRemote(url)).toBe('github.com/acme/shop');
  });

  it.each([
    ['ssh://git@git.example.com:2222/team/app.git', 'git.example.com:2222/team/app'],
    ['/srv/git/app.git', '/srv/git/app.git'],
    ['file:///srv/git/app.git', '/srv/git/app.git'],
    ['../app', '../app'],
  ])('%s is %s', (url, expected) => {
    expect(describeRemote(url)).toBe(expected);
  });
});
