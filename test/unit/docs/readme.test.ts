import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT, readDocument } from './documents.ts';

/** What the README promises of the loop, and the test that would fail if it were not so. */
const PROMISES: readonly [string, string][] = [
  [
    'What is not proven to be unchanged, the API server itself is asked about, by a dry-run of the very request that a sync would send: defaults and conversions are no differences, an env entry that somebody added with `kubectl edit` is one.',
    'D9: an env entry and a label added by hand are found, named, and removed by a sync',
  ],
  [
    'Your change stands apart from what had drifted before, each drifted field with the manager that wrote it.',
    'names the writer of a drifted field',
  ],
  [
    'An approval is of a plan, not of a branch: where a push or live changes the plan, it no longer counts.',
    'U66: an approval stays where a push does not change the plan, and goes where it does',
  ],
  [
    'The author, whoever else has a part in its commits, bots and strangers do not count; the check says why.',
    'S12, S13: a stranger, the author and a bot do not count, and the check says why',
  ],
  [
    'Exactly the approved plan: in order, each object waited for, and what is no longer declared pruned where the target says `prune: true`.',
    'deletes only what it is told to prune',
  ],
  [
    'If live is not what was approved, nothing is applied and the pull request says what differs.',
    'I7: live that changed after the approval stops the sync: nothing is applied, and it is said what differs',
  ],
  [
    'A killed server finishes the sync when it is back.',
    'in the middle of a sync: it is finished after the restart, once',
  ],
  [
    'Watched, so it is seen at once: a metric to alert on, and for each target one pull request whose merge puts live back, through the same gate.',
    'is counted, proposed to be reverted by one pull request, and reverted by its merge',
  ],
  [
    'Put right by hand, it closes itself.',
    'that is put right by hand closes its pull request, which says why',
  ],
  [
    'show a failure as "no changes";',
    'I16, I17: whose cluster is out of reach, or whose folder is gone, fails its check and never reads as "no changes"',
  ],
  [
    'print a value of a Secret, or its length;',
    'S43: is in no comment, check, log, metric, page or row, wherever it was planted',
  ],
  [
    "prune what is not in the target's own inventory;",
    'F13: objects that carry our label and are in no inventory are never deleted',
  ],
  [
    'follow a configuration that a pull request brought along;',
    'I14: does not silence itself: what is ignored is said by the base',
  ],
];

const [, loop = ''] = readDocument('README.md').split(/^## /m);
const tests = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('docs/'))
  .map((file) => readFileSync(`${ROOT}test/${file}`, 'utf8'))
  .join('\n');

describe('U66: what the README promises', () => {
  it.each(PROMISES)('%s', (sentence, test) => {
    expect(readDocument('README.md')).toContain(sentence);
    expect(tests).toContain(test);
  });

  it('is nothing but what is named here', () => {
    const rest = PROMISES.reduce((text, [sentence]) => text.replace(sentence, ''), loop)
      .replaceAll(/\[Screenshot\]\([^)]*\)|^\d\. \*\*[\w ]+\.\*\*/gm, '')
      .replaceAll(/\s+/g, ' ');
    expect(rest.trim()).toBe('The loop What it never does: pass anything to a shell.');
  });
});
