import { describe, expect, it } from 'vitest';
import { checkEntryPath } from '../../../../src/git/source/entry-name.ts';

describe('U1: a path of a tree', () => {
  it.each([
    'a',
    'a/b.yaml',
    '.github/plumbline.yml',
    '.gitignore',
    '.gitmodules',
    'a..b',
    '...',
    '..a',
    'git',
    'ü/日本.yaml',
    '-rf',
    '*.yaml',
    ':(top)x',
    'a b',
    '$(id)',
    "it's",
    'x'.repeat(255),
    'a.git',
    'git~',
    'C:',
    'aux',
  ])('%j may be', (path) => {
    expect(() => checkEntryPath(path)).not.toThrow();
  });

  it.each([
    '',
    '.',
    '..',
    '/',
    '/a',
    'a/',
    'a//b',
    'a/./b',
    'a/../b',
    '../a',
    '.git',
    'a/.git/config',
    '.GIT',
    '.git.',
    '.git ',
    '.git . .',
    '.git:x',
    'git~1',
    'GIT~2',
    '.\u200Dgit',
    '\uFEFF.git',
    'a\\b',
    'a\0b',
    'a\tb',
    'a\u007Fb',
    'a\u0085b',
    'a\uFFFD',
    'ü'.repeat(128),
    'a/'.repeat(1001),
  ])('%j is refused, with a quoted name', (path) => {
    expect(() => checkEntryPath(path)).toThrow(/^".*": this entry of the tree has a /);
    // oxlint-disable-next-line no-control-regex -- that none is told is what is tried
    expect(() => checkEntryPath(path)).toThrow(/^[^\u0000-\u001F]*$/);
  });
});
