import { describe, expect, it } from 'vitest';
import { keptAs, sealed, unsealed } from '../../../../src/github/comments/seal.ts';

const MARKER = '<!-- plumbline:preview -->';
const BODY = `${MARKER}\n### Plumbline: 1 change\n\nIt costs $& and $1.\n`;
const OURS = sealed(MARKER, BODY);
const [SEAL = ''] = OURS.match(/<!-- plumbline:preview [0-9a-f]{16} -->/) ?? [];

describe('U57: a comment of our App', () => {
  it.each([
    ['as we wrote it', OURS],
    ["with the line ends of GitHub's pages", OURS.replaceAll('\n', '\r\n')],
    ['without its last line end', OURS.trimEnd()],
    ['of a version that sealed nothing', BODY],
  ])('is the one that is kept: %s', (_how, text) => {
    expect(keptAs(MARKER, text)).toBe('ours');
  });

  it.each([
    ['another word', OURS.replace('1 change', 'no change')],
    ['a word before it', `Look at this!\n${OURS}`],
    ['a word after it', `${OURS}\nI agree.`],
    ['the first line gone', OURS.replace(/^.*\n/, '')],
    ['the last line gone', OURS.replace(/\n.*$/, '')],
    ['the marker alone gone', OURS.replace(MARKER, '')],
    ['a seal of another text', OURS.replaceAll(SEAL, '<!-- plumbline:preview 0123456789abcdef -->')],
    ['twice the same', `${OURS}\n${OURS}`],
  ])('was edited: %s', (_how, text) => {
    expect(keptAs(MARKER, text)).toBe('edited');
  });

  it.each([
    ['of another kind', sealed('<!-- plumbline:deployment -->', '<!-- plumbline:deployment -->\nHello')],
    ['without any mark', 'Hello'],
    ['that was marked as old', unsealed(MARKER, OURS.replace('1', '2'))],
  ])('is another one: %s', (_how, text) => {
    expect(keptAs(MARKER, text)).toBe('other');
  });

  it('keeps what it says', () => {
    expect(unsealed(MARKER, OURS)).toBe(BODY.slice(MARKER.length).trim());
    expect(OURS.startsWith(MARKER)).toBe(true);
  });
});
