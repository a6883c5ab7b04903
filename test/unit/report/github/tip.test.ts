import { expect, it } from 'vitest';
import { tipWaits } from '../../../../src/report/github/tip.ts';
import { PENDING } from '../gate-samples.ts';

it("U2: what the tip changes keeps within GitHub's limit of a check run, and says what it leaves out", () => {
  const changes = Array.from({ length: 50 }, (_none, index) => ({
    environment: `region-${index}`,
    kind: 'changed' as const,
    differences: Array.from({ length: 20 }, (_line, line) => `key.${line}: ${'x'.repeat(200)}`),
  }));
  const { text = '', summary, actions } = tipWaits(PENDING, changes);
  expect(text.length).toBeLessThanOrEqual(65_535);
  expect(summary.length).toBeLessThanOrEqual(65_535);
  expect(text).toContain('left out here');
  expect(actions).toHaveLength(1);
  expect(tipWaits(PENDING, changes.slice(0, 2)).text).not.toContain('left out here');
});
