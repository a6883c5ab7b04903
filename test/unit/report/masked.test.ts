import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/change/compare.ts';
import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { previewOf } from '../../../src/core/plan/preview.ts';
import { createMasker } from '../../../src/core/secrets/mask.ts';
import type { SyncEnd } from '../../../src/core/sync/end.ts';
import type { SyncReport } from '../../../src/core/sync/outcome.ts';
import { checkOutput, diffPages } from '../../../src/report/github/check.ts';
import { deploymentComment } from '../../../src/report/github/deployment.ts';
import { driftBody, driftPull } from '../../../src/report/github/drift.ts';
import { pullComment } from '../../../src/report/github/pull-comment.ts';
import { problemReport } from '../../../src/report/github/replies.ts';
import { previewJson } from '../../../src/report/json.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { syncMarkdown } from '../../../src/report/terminal/sync.ts';
import { previewText } from '../../../src/report/terminal/text.ts';
import { decision, reportOf } from './gate-samples.ts';
import { change, plan } from './samples.ts';

const OLD = 'correct-horse-battery';
const NEW = 'staple-7f3a9c-and-more';
const SAME = 'never-changed-value';
const base64 = (text: string) => Buffer.from(text).toString('base64');

function secret(password: string): JsonObject {
  const data = { password: base64(password), user: base64(SAME) };
  const applied = JSON.stringify({ apiVersion: 'v1', kind: 'Secret', data });
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': applied };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'shop', annotations }, data };
}

function copyOf(password: string): JsonObject {
  const data = { url: `postgres://shop:${password}@db/shop`, plain: password, coded: base64(password) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'copy', namespace: 'shop' }, data };
}

const masker = createMasker({ key: 'installation', objects: [secret(OLD), secret(NEW)] });

function masked(kind: string, name: string, before: JsonObject, after: JsonObject) {
  const subject = { kind, scope: 'shop', name };
  const old = masker.object(`/${kind} shop/${name}`, before);
  const fresh = masker.object(`/${kind} shop/${name}`, after);
  return change({
    subject,
    before: old,
    after: fresh,
    fields: compare(old, fresh, { fields: new Map() }),
  });
}

const MESSAGE = masker.text(
  `Secret shop/db: apply refused (Invalid): "${NEW}" (${base64(NEW)}) was "${OLD}" at postgres://shop:${OLD}@db.`,
);
const update = masked('Secret', 'db', secret(OLD), secret(NEW));
const PLAN = plan(
  [
    update,
    masked('ConfigMap', 'copy', copyOf(OLD), copyOf(NEW)),
    { ...masked('Secret', 'db2', {}, secret(NEW)), action: 'create' },
    { ...masked('Secret', 'db3', secret(OLD), {}), action: 'delete' },
  ],
  { warnings: [MESSAGE], unknown: [{ subject: update.subject, code: 'invalid', message: MESSAGE }] },
);
const PREVIEW = previewOf(plan([]), PLAN);
const FAILED: SyncReport = {
  status: 'failed',
  outcomes: [{ subject: update.subject, action: 'update', result: 'failed', reason: MESSAGE }],
  unhealthy: [{ subject: update.subject, health: { status: 'failed', reason: MESSAGE } }],
  remaining: [MESSAGE],
};
const STALE: SyncReport = { status: 'stale', approved: 'a'.repeat(32), plan: PLAN };

function deployment(end: SyncEnd, approved?: Plan): string {
  const sync = {
    target: 'production/shop',
    commit: 'c'.repeat(40),
    approvers: [],
    end,
    ...(approved && { approved }),
  };
  return deploymentComment([{ environment: 'production', syncs: [{ ...sync, state: 'failed' }] }]);
}

const decided = decision({ current: { problems: [MESSAGE], different: true } });
const check = checkOutput(reportOf(decided, [PREVIEW]));
const preview = {
  base: 'main',
  proposed: 'feature',
  targets: [{ environment: 'production', preview: PREVIEW }],
};
const driftView = {
  target: 'production/shop',
  commit: 'c'.repeat(40),
  since: '2026-11-23T10:00:00Z',
  plan: PLAN,
};
const drift = driftPull(driftView);

const REPORTS: Readonly<Record<string, string>> = {
  'pull comment': pullComment([{ environment: 'production', decision: decided, targets: [PREVIEW] }]),
  'check title': check.title,
  'check summary': check.summary,
  'check text': check.text ?? '',
  'diff pages': diffPages('production', [PREVIEW], 1500)
    .map(({ text }) => text)
    .join('\n'),
  'deployment, failed': deployment({ kind: 'ended', report: FAILED }, PLAN),
  'deployment, stale': deployment({ kind: 'ended', report: STALE }, plan([])),
  'deployment, refused': deployment({ kind: 'refused', reason: MESSAGE }),
  'drift pull request': driftBody(driftView),
  'drift record': drift.file,
  'drift commit': `${drift.title}\n${drift.message}`,
  problem: Object.values(problemReport(MESSAGE)).join('\n'),
  'sync Markdown': syncMarkdown(FAILED, undefined),
  'preview text': previewText(preview, PLAIN),
  'preview JSON': previewJson(preview),
};

describe('a secret', () => {
  it.each(Object.entries(REPORTS))('S43, H7: is in the %s in no form', (_name, text) => {
    expect(text.length).toBeGreaterThan(0);
    for (const value of [OLD, NEW, SAME]) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(base64(value));
    }
  });

  it.each(['pull comment', 'check text', 'diff pages', 'preview text'])(
    'S43: the %s says that it changed, and not from how long to how long',
    (name) => {
      const shown = REPORTS[name]?.match(
        /^.*data(?: @@)?\n.*- password: \(masked [0-9a-f]{12}\)\n.*\+ password: \(masked [0-9a-f]{12}\)$/m,
      );
      expect(shown).not.toBeNull();
      const [before, after] = shown?.[0].match(/masked [0-9a-f]{12}/g) ?? [];
      expect(before).not.toBe(after);
      expect(REPORTS[name]).not.toMatch(/[+-] user:|\+ password: .*\n.*user:/);
    },
  );

  it('S43: a message that echoes one is shown without it', () => {
    for (const name of ['pull comment', 'deployment, failed', 'deployment, refused', 'problem'])
      expect(REPORTS[name]).toContain('apply refused (Invalid): "(masked)"');
  });
});
