import { expect, it } from 'vitest';
import { previewMarkdown } from '../../../src/report/markdown/markdown.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { previewText } from '../../../src/report/terminal/text.ts';
import { change, plan, previewOfPlans } from './samples.ts';

const told = previewOfPlans(plan([]), plan([change({ action: 'create' })], { after: ['production/base'] }));

it('U60: the comment says after which targets one is synced', () => {
  expect(previewMarkdown(told)).toContain('Synced after `production/base`, and only if that ends well.');
});

it('U60: so does the terminal', () => {
  expect(previewText(told, PLAIN)).toContain('synced after production/base');
});

it('U60: where the order does not matter nothing is said of it', () => {
  expect(previewMarkdown(previewOfPlans(plan([]), plan([change({ action: 'create' })])))).not.toContain(
    'ynced after',
  );
});
