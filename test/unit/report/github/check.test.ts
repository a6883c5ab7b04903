import { describe, expect, it } from 'vitest';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import {
  type CheckOutput,
  checkName,
  checkOutput,
  diffLimit,
  diffPages,
} from '../../../../src/report/github/check.ts';
import { problemReport } from '../../../../src/report/github/replies.ts';
import { APPROVED, BLOCKED, PENDING, REFUSED, SKIPPED, reportOf } from '../gate-samples.ts';
import { expectGolden } from '../golden.ts';
import { BROKEN, CLEAN, EVERYDAY, change, plan, sampleField } from '../samples.ts';

const targets = ({ targets: all }: typeof EVERYDAY) => all.map(({ preview }) => preview);
const everyday = targets(EVERYDAY);

/** What GitHub shows of a check run, on one page. */
function shown(output: CheckOutput): string {
  const buttons = output.actions.map(({ label, description }) => `[${label}: ${description}]`).join(' ');
  const head = `${output.conclusion ?? 'in progress'}: ${output.title}`;
  return `${[head, buttons, output.summary, output.text ?? ''].join('\n\n')}\n`;
}

describe('the check of an environment', () => {
  it.each([
    ['approved', APPROVED, everyday],
    ['pending', PENDING, everyday],
    ['refused', REFUSED, everyday],
    ['blocked', BLOCKED, targets(BROKEN)],
    ['nothing-to-deploy', SKIPPED, targets(CLEAN)],
    ['untouched', SKIPPED, []],
  ])('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, decision, previews) => {
    expectGolden(`check-${name}.md`, shown(checkOutput(reportOf(decision, previews))));
  });

  it.each([
    ['success', APPROVED],
    ['success', SKIPPED],
    ['failure', BLOCKED],
    ['failure', REFUSED],
    [undefined, PENDING],
  ])('concludes %s', (conclusion, decision) => {
    expect(checkOutput(reportOf(decision, everyday)).conclusion).toBe(conclusion);
  });

  it('offers the approval only where one is waited for', () => {
    const labels = (decision: typeof PENDING) =>
      checkOutput(reportOf(decision, everyday)).actions.map(({ label }) => label);
    expect(labels(PENDING)).toEqual(['Approve']);
    expect(labels(APPROVED)).toEqual([]);
    expect(labels(BLOCKED)).toEqual([]);
  });

  it('E6: a plan with one object that cannot be told is not titled with counts', () => {
    const unknown = targets(BROKEN).slice(1);
    expect(unknown).toHaveLength(1);
    expect(checkOutput(reportOf(BLOCKED, unknown)).title).toBe('Cannot be planned');
  });

  it("keeps within GitHub's limits of buttons: three, of 20, 40 and 20 characters", () => {
    const { actions } = checkOutput(reportOf(PENDING, everyday));
    expect(actions.length).toBeLessThanOrEqual(3);
    for (const { label, description, identifier } of actions) {
      expect(label.length).toBeLessThanOrEqual(20);
      expect(description.length).toBeLessThanOrEqual(40);
      expect(identifier.length).toBeLessThanOrEqual(20);
    }
  });

  it('says why the configuration cannot be read', () => {
    const { title, summary } = problemReport(
      '.github/plumbline.yml:4: the key "targts" is not known. Did you mean "targets"?\nEvery key is listed in docs/configuration.md.',
    );
    expectGolden('check-configuration.md', `${title}\n\n${summary}\n`);
  });
});

describe('the whole diff in check runs', () => {
  const many = Array.from({ length: 400 }, (_none, index) =>
    change({
      subject: { kind: 'ConfigMap', scope: 'shop', name: `map-${index}` },
      fields: [sampleField('data.text', '', Array.from({ length: 20 }, (_n, i) => `line ${i}`).join('\n'))],
    }),
  );

  it('there are none where the check itself holds it', () => {
    expect(diffPages('production', everyday)).toEqual([]);
  });

  it('I1: they are named where the check leaves something out, and hold every object', () => {
    const big = [previewOf(plan([]), plan(many))];
    const pages = diffPages('production', big);
    expect(pages[0]?.name).toBe(`${checkName('production')} / diff 1`);
    expect(checkOutput(reportOf(PENDING, big)).text).toContain('left out here');
    const whole = pages.map(({ text }) => text).join('\n');
    for (const { subject } of many)
      expect(whole).toContain(`<code>update ConfigMap shop/${subject.name}</code>`);
  });

  it('U41: what judges otherwise from then on takes no room from it: nothing is left out of both', () => {
    const configuration = {
      environment: 'production',
      kind: 'changed' as const,
      differences: Array.from({ length: 40 }, (_none, index) => `ignore.${index}: ${'x'.repeat(200)}`),
    };
    const some = (count: number) => [previewOf(plan([]), plan(many.slice(0, count)))];
    const tens = Array.from({ length: many.length / 10 }, (_none, index) => 10 * index);
    const most = 10 * (tens.findIndex((count) => diffPages('production', some(count)).length > 0) - 1);
    const full = some(most);
    const { text } = checkOutput({ ...reportOf(PENDING, full), configuration });
    expect(text).toContain('left out here');
    const pages = diffPages('production', full, diffLimit(configuration));
    expect(pages.length).toBeGreaterThan(0);
    const whole = pages.map((page) => page.text).join('\n');
    for (const { subject } of many.slice(0, most)) expect(whole).toContain(`shop/${subject.name}</code>`);
  });
});
