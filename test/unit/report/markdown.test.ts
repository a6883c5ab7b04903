import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Token, marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../src/core/preview.ts';
import { previewMarkdown } from '../../../src/report/markdown.ts';
import {
  BROKEN,
  CLEAN,
  CREATED,
  EVERYDAY,
  HOSTILE,
  ROTATION,
  change,
  plan,
  previewOfPlans,
  sampleField,
} from './samples.ts';

const GOLDEN = {
  everyday: EVERYDAY,
  clean: CLEAN,
  broken: BROKEN,
  rotation: ROTATION,
  created: CREATED,
  hostile: HOSTILE,
};

describe('the comment', () => {
  it.each(Object.entries(GOLDEN))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, preview) => {
    const file = new URL(`../../../fixtures/cases/${name}/comment.md`, import.meta.url);
    const comment = previewMarkdown(preview);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, comment);
    expect(existsSync(file)).toBe(true);
    expect(comment).toBe(readFileSync(file, 'utf8'));
  });

  it('E6: a target or an object that cannot be told never reads as "no changes"', () => {
    const comment = previewMarkdown(BROKEN);
    expect(comment).toContain('### Plumbline: cannot tell for 2 targets');
    expect(comment).not.toMatch(/no changes/i);
    expect(previewMarkdown(CLEAN)).toContain('### Plumbline: no changes');
  });

  it('says that no target is touched', () => {
    expect(previewMarkdown({ ...CLEAN, targets: [] })).toContain('Merging changes nothing live.');
  });
});

/** What is left of a comment when all that is shown as it is has been taken away. */
function active(comment: string): string {
  const outside = comment.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '');
  return outside.replaceAll(/<code>[^<]*<\/code>/g, '').replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
}

function tokens(comment: string): Token[] {
  const all: Token[] = [];
  void marked.walkTokens(marked.lexer(comment, { gfm: true }), (token) => void all.push(token));
  return all;
}

const OURS = /^<!-- plumbline:preview -->\s*$|^(<\/?(details|summary|p|b|code)>|[^<])*$/;

function expectInert(comment: string): void {
  const found = tokens(comment);
  expect(
    found.filter(({ type }) => ['link', 'image', 'checkbox', 'blockquote', 'escape'].includes(type)),
  ).toEqual([]);
  const headings = found.filter(({ type }) => type === 'heading');
  expect(headings.every((token) => /^#{3,4} /.test(token.raw))).toBe(true);
  for (const token of found.filter(({ type }) => type === 'html')) expect(token.raw).toMatch(OURS);
  const rest = active(comment);
  expect(rest).not.toMatch(/@|#\d|GH-|https?:|(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(rest.match(/<details>/g)?.length).toBe(rest.match(/<\/details>/g)?.length);
}

describe('content is never active', () => {
  it('S48, S49, I2: fences, details, mentions, references, images, tasks, bidi and escapes are shown as they are', () => {
    expectInert(previewMarkdown(HOSTILE));
    expect(previewMarkdown(HOSTILE)).toContain(String.raw`eva\u202etxt.exe`);
  });

  const nasty = fc.array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '```',
        '````',
        '\n',
        '</details>',
        '</code>',
        '<b>',
        '@acme/x',
        '#12',
        'GH-1',
        '|',
        '\\',
        '[a](https://x)',
        '![i](x)',
        '- [ ] t',
        '# h',
        '\u202e',
        '\u001b[1m',
        '&#64;',
        '*',
        '~~~',
        '\r',
        '\u200b',
        'fixes #1',
        '$x$',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 8 },
  );
  const text = nasty.map((parts) => parts.join(''));

  it('S48, S49: whatever the names, values, messages and managers are', () => {
    fc.assert(
      fc.property(text, text, text, text, (name, value, message, manager) => {
        const hostile = change({
          id: { group: '', kind: 'ConfigMap', namespace: 'shop', name: name || 'x' },
          fields: [sampleField('data.k', value, message, manager)],
          marks: [{ level: 'danger', text: message }],
        });
        const answer = plan([hostile], {
          target: name || 'x',
          cluster: value,
          warnings: [message],
          unknown: [{ id: hostile.id, code: 'invalid', message: value }],
        });
        expectInert(previewMarkdown(previewOfPlans(plan([]), answer)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the limit of a comment', () => {
  const big = (objects: number, lines: number): Preview =>
    previewOfPlans(
      plan([]),
      plan(
        Array.from({ length: objects }, (_, i) =>
          change({
            id: { group: '', kind: 'ConfigMap', namespace: 'shop', name: `map-${i}` },
            action: 'create',
            after: {
              data: Object.fromEntries(
                Array.from({ length: lines }, (_unused, n) => [`k${n}`, 'x'.repeat(20)]),
              ),
            },
          }),
        ),
      ),
    );

  it.each([
    [1, 5000],
    [300, 20],
    [3000, 3],
    [40, 60],
  ])('I1: %i objects of %i lines fit, whole diffs left out from the end, summary kept', (objects, lines) => {
    const comment = previewMarkdown(big(objects, lines));
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain(`| \`production/shop\` | ${objects} |`);
    expect(comment).toMatch(/left out here|Too much to show/);
    expectInert(comment);
  });
});
