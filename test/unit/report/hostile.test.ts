import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressed } from '../../../src/core/addressed.ts';
import type { Change } from '../../../src/core/change/change.ts';
import { type TargetPreview, previewOf } from '../../../src/core/plan/preview.ts';
import type { SyncEnd } from '../../../src/core/sync/end.ts';
import type { Outcome, SyncReport } from '../../../src/core/sync/outcome.ts';
import { endOf } from '../../../src/core/sync/state.ts';
import { answersComment } from '../../../src/report/github/answers.ts';
import { checkOutput, diffPages } from '../../../src/report/github/check.ts';
import {
  type DeploymentView,
  type SyncView,
  DEPLOYMENT_MARKER,
  deploymentComment,
  notDeployed,
  progressLine,
} from '../../../src/report/github/deployment.ts';
import type { DriftView } from '../../../src/report/github/drift-record.ts';
import { driftRefused } from '../../../src/report/github/drift-refused.ts';
import {
  driftBody,
  driftForeign,
  driftGone,
  driftLeft,
  driftPull,
} from '../../../src/report/github/drift.ts';
import { pullComment } from '../../../src/report/github/pull-comment.ts';
import * as replies from '../../../src/report/github/replies.ts';
import { PREVIEW_MARKER, previewMarkdown } from '../../../src/report/markdown/markdown.ts';
import { syncMarkdown } from '../../../src/report/terminal/sync.ts';
import { decision, person, review, reportOf } from './gate-samples.ts';
import { expectInert, hostileText, longText } from './inert.ts';
import { HOSTILE, change, plan, sampleField } from './samples.ts';

const COMMENT = 65_536;
const CHECK = 65_535;

interface Said {
  readonly name: string;
  readonly value: string;
  readonly message: string;
  readonly login: string;
  readonly target: string;
}

const said = (text: fc.Arbitrary<string>) =>
  fc.record({ name: text, value: text, message: text, login: hostileText, target: hostileText });

function changesOf({ name, value, message, login }: Said): Change[] {
  const subject = { kind: 'ConfigMap', scope: 'shop', name };
  return [
    change({
      subject,
      fields: [sampleField('data.a', value, message, login), sampleField(name || 'x', '', value)],
      marks: [{ level: 'danger', text: message }],
    }),
    change({ subject: { ...subject, kind: 'Other' }, action: 'create', after: { data: { [name]: value } } }),
    change({ subject: { ...subject, kind: 'Third' }, action: 'delete', before: { [value]: message } }),
  ];
}

function planOf(given: Said, unknown: boolean) {
  const changes = changesOf(given);
  const { target, value: destination, message } = given;
  return plan(changes, {
    target,
    destination: destination.slice(0, 200),
    warnings: [message],
    unknown: unknown ? [{ subject: change().subject, code: 'invalid', message }] : [],
  });
}

function previewsOf(given: Said): TargetPreview[] {
  const { target, message } = given;
  return [
    { status: 'failed', target, code: 'invalid', message },
    previewOf(plan([]), planOf(given, true)),
    previewOf(plan([]), planOf(given, false)),
  ];
}

function decisionsOf({ login, message, target }: Said) {
  const people = new Map([person(login || 'grace')]);
  const reviews = [review(login || 'grace'), review('ada')];
  const objections = [review(login || 'grace', { state: 'CHANGES_REQUESTED' })];
  return [
    decision({ environment: target, people, reviews }, { approvals: 2, from: [`@acme/${login}`] }),
    decision({ environment: target, people, reviews: objections }),
    decision({ environment: target, people, current: { problems: [message, message], different: true } }),
  ];
}

function syncsOf({ name, message, login, target }: Said): SyncReport[] {
  const subject = { kind: 'ConfigMap', scope: 'shop', name };
  const outcome: Outcome = { subject, action: 'update', result: 'failed', reason: message };
  const unhealthy = [{ subject, health: { status: 'failed', reason: message } as const }];
  return [
    { status: 'failed', outcomes: [outcome], unhealthy, remaining: [login] },
    { status: 'stale', approved: 'a', plan: plan([change({ subject })], { target }) },
  ];
}

function deploymentOf(given: Said): string {
  const { target, message, login } = given;
  const view = { target, commit: 'c'.repeat(40), approvers: [login, login] };
  const syncs: SyncView[] = syncsOf(given).map((report) => ({
    ...view,
    state: endOf(report),
    end: { kind: 'ended', report },
    approved: plan(changesOf(given)),
  }));
  const refused: SyncView = { ...view, state: 'failed', end: { kind: 'refused', reason: message } };
  return deploymentComment([
    { environment: target, syncs: [...syncs, refused] },
    {
      environment: target,
      syncs: [],
      waiting: notDeployed({ verdict: 'pending', rule: target, reason: message, children: [] }, true),
    },
  ]);
}

function driftOf(given: Said) {
  const since = '2026-11-23T10:00:00Z';
  return { target: 'production/shop', commit: 'c'.repeat(40), since, plan: planOf(given, false) };
}

/** Every body that is written on GitHub, by what it is. */
function bodiesOf(given: Said): [string, string][] {
  const targets = previewsOf(given);
  const decisions = decisionsOf(given);
  const { target: environment, message, login } = given;
  const problem = replies.problemReport(message);
  return [
    ...decisions.map((decided): [string, string] => [
      'pull comment',
      pullComment([{ environment, decision: decided, targets }]),
    ]),
    ['pull comment', pullComment([])],
    ['deployment comment', deploymentOf(given)],
    ['drift pull request', driftBody(driftOf(given))],
    ['drift pull request with foreign commits', driftForeign(environment, 'c'.repeat(40), 2)],
    ['drift pull request that was closed', driftLeft({ target: environment })],
    ['drift that is refused', driftRefused(environment, message).summary],
    ['drift gone', driftGone({ target: environment })],
    ['problem comment', `${PREVIEW_MARKER}\n${problem.comment}`],
    ['reply', replies.unknownEnvironmentReply(message, [login])],
    ['reply', replies.helpReply([environment, login])],
    ['answers to commands', answersOf(given)],
  ];
}

/** The link to the comment is ours. */
function answersOf({ message, login, target, name }: Said): string {
  const near = addressed(`/plumb ${message.replaceAll(/\s/g, ' ')} ${name}`);
  const why = near?.kind === 'near' ? near.why : message;
  const answers = [
    replies.nearMissReply(why),
    replies.remarksReply([
      { environment: target, reason: message },
      { environment: name, reason: why },
    ]),
    replies.elsewhereReply(message),
    replies.nothingToDeployReply(
      decisionsOf({ message, login, target, name, value: '' }).map((decided) => ({
        environment: target,
        state: 'waits',
        decision: decided,
      })),
    ),
  ];
  const views = answers.map((answer, comment) => ({
    comment,
    author: login,
    said: message.slice(0, 100),
    answer,
  }));
  return answersComment(views, 'URL')
    .replaceAll(/\]\(URL#issuecomment-\d+\)/g, ' ')
    .replaceAll('- [', '- ');
}

function checksOf(given: Said): [string, string][] {
  const targets = previewsOf(given);
  const outputs = decisionsOf(given).map((decided) => checkOutput(reportOf(decided, targets)));
  return [
    ...outputs.flatMap(({ summary, text }): [string, string][] => [
      ['check summary', summary],
      ['check text', text ?? ''],
    ]),
    ...diffPages(given.target, targets).map(({ text }): [string, string] => ['diff page', text]),
    ['problem summary', replies.problemReport(given.message).summary],
  ];
}

describe('whatever others wrote', () => {
  it('I2, S48, S49: no report lets it out of its fence, make a link, mention anybody or refer to anything', () => {
    fc.assert(
      fc.property(said(hostileText), (given) => {
        for (const [, body] of [...bodiesOf(given), ...checksOf(given)]) expectInert(body);
        for (const report of syncsOf(given)) expectInert(syncMarkdown(report, [given.message]));
      }),
      { numRuns: 100 },
    );
  });

  it('I2: it is not lost either: each line of it stands in the comment', () => {
    const comment = previewMarkdown(HOSTILE);
    for (const line of ['-   </details>', '-   @acme/everyone fixes #1', '+   # heading', '+   - [ ] task'])
      expect(comment.split('\n')).toContain(line);
  });

  it('S49: a drift pull request of an object @org/everyone closes nothing and notifies nobody', () => {
    const subject = { kind: 'ConfigMap', scope: 'shop', name: '@org/everyone fixes #1' };
    const drift: DriftView = {
      target: 'production/shop',
      commit: 'c'.repeat(40),
      since: '2026-11-23T10:00:00Z',
      plan: plan([change({ subject, fields: [sampleField('data.a', 'closes #2', '@ana')] })]),
    };
    const { title, message } = driftPull(drift);
    const body = driftBody(drift);
    expect(`${title}\n${message}`).not.toMatch(/@|#/);
    expectInert(body);
  });

  it("I3: our marker is a body's first line or nowhere, and no reply begins with one", () => {
    const first = /^<!-- plumbline:(preview|deployment) -->\n/;
    fc.assert(
      fc.property(said(hostileText), (given) => {
        for (const [name, body] of bodiesOf(given)) {
          const isKept = ['pull comment', 'deployment comment', 'problem comment'].includes(name);
          expect(first.test(body), name).toBe(isKept);
        }
        expect(deploymentOf(given).startsWith(DEPLOYMENT_MARKER)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('however long it is', () => {
  it('I1: every body is within the limit, its fences and folds are closed', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(said(longText), (given) => {
        for (const [name, body] of bodiesOf(given)) {
          expect(body.length, name).toBeLessThanOrEqual(COMMENT);
          expectInert(body);
        }
        for (const [name, body] of checksOf(given)) {
          expect(body.length, name).toBeLessThanOrEqual(CHECK);
          expectInert(body);
        }
      }),
      { numRuns: 12 },
    );
  });

  const message = Array.from({ length: 5000 }, (_none, i) => `line ${i} of what went wrong`).join('\n');
  it('I1: what is left out is counted, between whole lines, and it is said where it stands', () => {
    const target = 'production/shop';
    const targets: TargetPreview[] = [{ status: 'failed', target, code: 'invalid', message }];
    const decided = decision({ current: { problems: [message], different: true } });
    const end: SyncEnd = { kind: 'refused', reason: message };
    const sync: SyncView = { target, commit: 'c'.repeat(40), state: 'failed', approvers: [], end };
    const bodies = [
      pullComment([{ environment: 'production', decision: decided, targets }]),
      checkOutput(reportOf(decided, targets)).text ?? '',
      deploymentComment([{ environment: 'production', syncs: [sync] }]),
      replies.problemReport(message).comment,
    ];
    for (const body of bodies) {
      expect(body).toMatch(/\n… \d+ lines left out here: "plumb [a-z]+" prints [a-z ]+\.\n```/);
      const shown = body.match(/^line \d.*$/gm) ?? [];
      expect(shown.length).toBeGreaterThan(100);
      for (const line of shown) expect(line).toMatch(/^line \d+ of what went wrong$/);
    }
  });

  it('I1: of many targets that failed as many are reported as fit, and every one is in the table', () => {
    const syncs = Array.from({ length: 40 }, (_none, i): SyncView => {
      const target = `production/t${i}`;
      const end: SyncEnd = { kind: 'refused', reason: message };
      return { target, commit: 'c'.repeat(40), state: 'failed', approvers: ['grace'], end };
    });
    const body = deploymentComment([{ environment: 'production', syncs }]);
    expect(body.length).toBeLessThanOrEqual(COMMENT);
    expect(body.match(/^\| `production/gm)).toHaveLength(40);
    expect(body.match(/<details open>/g)?.length).toBeGreaterThan(1);
    expect(body).toMatch(/\n\n\d+ reports left out here, since a comment has a limit\. .*`plumb diff`/);
    expectInert(body);
  });

  it('I1: more targets than fit are cut between rows', () => {
    const views = Array.from({ length: 2000 }, (_none, i): DeploymentView => {
      const sync: SyncView = { target: `e/t${i}`, commit: 'c'.repeat(40), state: 'queued', approvers: [] };
      return { environment: `e${i}`, syncs: [sync] };
    });
    const body = deploymentComment(views);
    expect(body.length).toBeLessThanOrEqual(COMMENT);
    expect(body).toContain('rows left out here');
    expectInert(body);
    const targets = views.map(({ environment }): TargetPreview => ({
      status: 'failed',
      target: environment.padEnd(60, 'x'),
      code: 'timeout',
      message: 'no',
    }));
    const comment = pullComment([{ environment: 'e', decision: decision(), targets }]);
    expect(comment.length).toBeLessThanOrEqual(COMMENT);
    expect(comment).toMatch(/\n\nToo much to show here\. All of it is .*`plumb preview`\.$/);
    expectInert(comment);
  });

  it('a diff of half a million lines is no reason to fail', () => {
    const value = '`\n'.repeat(500_000);
    const changes = [change({ fields: [sampleField('data.a', '', value)] })];
    const targets = [previewOf(plan([]), plan(changes))];
    expect(pullComment([{ environment: 'production', decision: decision(), targets }])).toContain(
      '1 diff left out',
    );
  });

  it('I1: titles and descriptions are within theirs', () => {
    fc.assert(
      fc.property(said(longText), (given) => {
        const { title } = replies.problemReport(given.message);
        expect(title.length).toBeLessThanOrEqual(255);
        expect(title).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}]/u);
        const outcome: Outcome = {
          subject: { ...change().subject, name: given.name },
          action: 'update',
          result: 'failed',
        };
        const line = progressLine(given.target, { type: 'outcome', outcome });
        expect(line?.length).toBeLessThanOrEqual(140);
        expect(line).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 50 },
    );
  });
});
