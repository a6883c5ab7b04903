import { describe, expect, it } from 'vitest';
import { previewJson } from '../../../../src/report/json.ts';
import { previewMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { PLAIN } from '../../../../src/report/terminal/style.ts';
import { syncEventLine } from '../../../../src/report/terminal/sync-event.ts';
import { syncText } from '../../../../src/report/terminal/sync.ts';
import { planText, previewText } from '../../../../src/report/terminal/text.ts';
import { BROKEN, CLEAN, EVERYDAY, HOSTILE, ROTATION, change, plan, sampleField } from '../samples.ts';

describe('text for a terminal', () => {
  it('tells your change apart from what had drifted, and who wrote it', () => {
    expect(previewText(EVERYDAY, PLAIN))
      .toBe(`feature (2222222) merged into main (1111111), compared with what is live now

production/shop in cluster prod-eu
  Your change
    update apps/Deployment shop/web   (restarts its pods)
      spec
      - image: web:1
      + image: web:2
    delete ConfigMap shop/old   (no longer declared: deleted from the cluster)
      - apiVersion: v1
      - kind: ConfigMap
      - metadata:
      -   name: old
      - data:
      -   a: "1"
      -   text: |
      -     one
      -     two
  Already drifted  Live differs from the default branch, whatever this pull request does. Merging, or any sync, puts this right.
    update apps/Deployment shop/web
      spec
      - replicas: 5  # written by kubectl-edit at 2026-11-23T10:00:00Z
      + replicas: 3
  Plan: 1 to update, 1 to delete (1 drifted already); 12 unchanged.
  fingerprint ${EVERYDAY.targets[0]?.preview.status === 'planned' ? EVERYDAY.targets[0].preview.plan.fingerprint : ''}`);
  });

  it('E6: what cannot be told is said first, and is not "no differences"', () => {
    const text = previewText(BROKEN, PLAIN);
    expect(text).toContain('Cannot tell production/network\n  cluster "prod-us"');
    expect(text).toContain('Cannot tell for 1 of its objects:\n    shop/web.yaml:7: Service shop/web');
    expect(text).not.toContain('No differences');
    expect(previewText(CLEAN, PLAIN)).toContain('No differences: 12 objects are live as declared.');
  });

  it('shows what a terminal would act on', () => {
    const text = previewText(HOSTILE, PLAIN);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).toContain(String.raw`\u202e`);
  });

  it('shows of a long text only the lines around what changed, and of a reordered list the order', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    const edited = lines.with(20, 'another');
    const text = planText(
      {
        status: 'planned',
        target: 't',
        plan: plan([
          change({
            fields: [
              sampleField('data.text', lines.join('\n'), edited.join('\n')),
              {
                ...sampleField('spec.list', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }]),
                reordered: true,
              },
            ],
          }),
        ]),
      },
      PLAIN,
    );
    expect(text).toContain('          line 19\n      -   line 20\n      +   another\n          line 21');
    expect(text).not.toContain('line 5\n');
    expect(text).toContain('list: a, b → b, a  # reordered');
  });
});

describe('every format', () => {
  it('H5, H7, H9: shows a changed Secret as changed, with masks and nothing else', () => {
    for (const text of [previewText(ROTATION, PLAIN), previewMarkdown(ROTATION), previewJson(ROTATION)]) {
      expect(text).toContain('(masked 0123456789ab)');
      expect(text).toContain('(masked ba9876543210)');
    }
  });

  it('JSON parses, has a version, and long integers exactly', () => {
    const answer = JSON.parse(previewJson(EVERYDAY)) as Record<string, unknown>;
    expect(answer).toMatchObject({
      version: 1,
      kind: 'preview',
      verdict: 'different',
      targets: [{ target: 'production/shop' }],
    });
    const [first] = BROKEN.targets;
    expect(JSON.parse(previewJson({ ...BROKEN, targets: first ? [first] : [] }))).toMatchObject({
      verdict: 'unknown',
    });
    const exact = { ...EVERYDAY, base: 9007199254740993n as unknown as string };
    expect(previewJson(exact)).toContain('9007199254740993');
  });
});

describe('the report of a sync', () => {
  const { subject } = change();

  it('says each failure with its reason', () => {
    const failed = {
      subject,
      action: 'update',
      result: 'failed',
      reason: 'apps/Deployment shop/web: no. Do this.',
    } as const;
    const text = syncText(
      { status: 'failed', outcomes: [failed], unhealthy: [], remaining: [] },
      undefined,
      PLAIN,
    );
    expect(text).toBe(
      'Failed: not all was applied.\n  1 object: 1 failed\n  apps/Deployment shop/web: no. Do this.',
    );
    expect(syncEventLine({ type: 'outcome', outcome: failed }, PLAIN)).toContain(
      'failed: apps/Deployment shop/web: no.',
    );
  });

  it('says of a stale plan what differs, and that nothing was applied', () => {
    const text = syncText(
      { status: 'stale', approved: 'a'.repeat(32), plan: plan([]) },
      ['update x: changed'],
      PLAIN,
    );
    expect(text).toContain('Stale: nothing was applied.');
    expect(text).toContain('update x: changed');
  });
});
