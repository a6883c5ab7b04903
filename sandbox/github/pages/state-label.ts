import { html } from 'hono/html';
import type { CheckRun, Review } from '../world/model.ts';
import type { Html } from './layout.ts';

/** How something stands, in a word; the colour only repeats it. */
export function label(kind: 'good' | 'bad' | 'waiting' | 'quiet', word: string): Html {
  return html`<span class="label ${kind}">${word}</span>`;
}

export function checkLabel({ status, conclusion }: Pick<CheckRun, 'status' | 'conclusion'>): Html {
  if (conclusion === null) return label('waiting', status === 'queued' ? 'Queued' : 'Waiting');
  if (conclusion === 'success') return label('good', 'Passed');
  if (conclusion === 'neutral') return label('quiet', 'Neutral');
  if (conclusion === 'skipped') return label('quiet', 'Skipped');
  const words = conclusion.replace('_', ' ');
  return label('bad', conclusion === 'failure' ? 'Failed' : words.charAt(0).toUpperCase() + words.slice(1));
}

export const REVIEW_WORDS: Readonly<Record<Review['state'], string>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'asks for changes in',
  COMMENTED: 'reviewed',
  DISMISSED: 'reviewed (dismissed since)',
  PENDING: 'writes about',
};
