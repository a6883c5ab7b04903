import { describe, expect, it } from 'vitest';
import { asFirstDeploy, previewOf } from '../../../../src/core/plan/preview.ts';
import { checkOutput } from '../../../../src/report/github/check.ts';
import { previewJson } from '../../../../src/report/json.ts';
import { previewMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { firstDeployCheck, notDeployedYet } from '../../../../src/report/model/first-deploy.ts';
import { statusJson, statusText } from '../../../../src/report/terminal/status.ts';
import { PLAIN } from '../../../../src/report/terminal/style.ts';
import { PENDING, reportOf } from '../gate-samples.ts';
import { change, plan } from '../samples.ts';

const CREATE = change({ action: 'create', after: { kind: 'Deployment' } });
const WHOLE = plan([CREATE]);
const FIRST = asFirstDeploy(previewOf(WHOLE, WHOLE));
const UNTOLD = plan([], {
  unknown: [{ subject: CREATE.subject, code: 'not-found', message: 'no namespace.' }],
});

const commentOf = (preview: typeof FIRST) =>
  previewMarkdown({ base: 'main', proposed: 'feature', targets: [{ environment: 'production', preview }] });

describe('U62: a target that was never deployed', () => {
  it('has not drifted, though the base declares the same', () => {
    expect(previewOf(WHOLE, WHOLE)).toMatchObject({ yours: [], drifted: [CREATE] });
    expect(FIRST).toMatchObject({ yours: [CREATE], drifted: [], undeployed: true });
  });

  it('is called so in comment, check and JSON', () => {
    const comment = commentOf(FIRST);
    expect(comment).toContain('| 1 | 0 | 0 | 0 |  | first deploy |');
    expect(comment).toContain('**First deploy**\n\nNo sync of this target is on record yet: merging begins');
    expect(comment).not.toContain('drifted already');
    expect(checkOutput(reportOf(PENDING, [FIRST])).title).toMatch(/: first deploy, 1 to create/);
    const json = previewJson({
      base: '',
      proposed: '',
      targets: [{ environment: 'production', preview: FIRST }],
    });
    expect(JSON.parse(json)).toMatchObject({ targets: [{ undeployed: true, drifted: [] }] });
  });

  it.each([
    [
      'cannot be told in part',
      asFirstDeploy(previewOf(undefined, UNTOLD)),
      /Not deployed yet: no sync of this target/,
    ],
    [
      'cannot be told at all',
      asFirstDeploy({ status: 'failed', target: 'production/shop', code: 'not-found', message: 'no folder' }),
      /cannot tell, not deployed yet \|[\s\S]*Not deployed yet: no sync of this target/,
    ],
    [
      'is live as declared already',
      asFirstDeploy(previewOf(undefined, plan([]))),
      /live is as declared already: from the merge on it is looked after/,
    ],
  ])('is called so where it %s', (_what, preview, words) => {
    expect(commentOf(preview)).toMatch(words);
  });

  it.each([
    [
      'what it would do',
      { status: 'planned', target: 'production/shop', plan: WHOLE },
      /: 1 to create/,
      /^No sync/,
    ],
    [
      'why it cannot be told',
      { status: 'failed', target: 'production/shop', code: 'not-found', message: 'no `folder`' },
      /: it cannot be told/,
      /no `folder`/,
    ],
  ] as const)('says on the default branch %s', (_what, answer, title, summary) => {
    const said = notDeployedYet({ id: 'production/shop', path: 'k8s' }, answer);
    expect(said.title).toMatch(title);
    expect(said.summary).toMatch(summary);
    expect(said.summary).toContain('changes a file in `k8s`');
    expect(firstDeployCheck('production/shop')).toBe('plumbline / first deploy of production/shop');
  });

  it('is a state of its own in `plumb status`', () => {
    const report = (firstSync: boolean) => ({
      targets: [
        {
          target: 'production/shop',
          cluster: 'prod',
          plan: {
            status: 'planned' as const,
            target: 'production/shop',
            plan: plan([CREATE], firstSync ? { firstSync } : {}),
          },
          live: { objects: [], unknown: [] },
        },
      ],
      source: 'main',
      at: '2026-11-23T10:00:00Z',
    });
    expect(statusText(report(true), PLAIN)).toContain('not deployed yet: 1 to create');
    expect(statusText(report(false), PLAIN)).toContain('different: 1 to create');
    expect(JSON.parse(statusJson(report(true)))).toMatchObject({ targets: [{ state: 'not-deployed' }] });
  });
});
