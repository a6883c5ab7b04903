import { cutText } from '../../core/cut-text.ts';
import { driftBranch } from '../../core/drift/drift-file.ts';
import { codeSpan, fence } from '../words/escape.ts';

/** The name of the check about a drift pull request that GitHub refuses, on the tip of the default branch. */
export function driftCheck(target: string): string {
  return `plumbline / drift of ${target}`;
}

const LONGEST = 1000;

/** Why there is no drift pull request, on the tip of the default branch. @param said GitHub's own words */
export function driftRefused(target: string, said: string): { title: string; summary: string } {
  return {
    title: cutText(`The drift of ${target} cannot be proposed to be reverted`, 250),
    summary: [
      `Live differs from Git, and GitHub does not let Plumbline write the branch ${codeSpan(driftBranch(target))} or its pull request:`,
      '',
      fence([cutText(said, LONGEST)], 'text'),
      '',
      'What to change:',
      '',
      `- a ruleset or a branch protection: let the Plumbline App bypass it, or exclude ${codeSpan('plumbline/drift/**')} (Settings → Rules, or Settings → Branches)`,
      '- permissions: the App needs "Contents: write" and "Pull requests: write", accepted by the owner of the installation',
      '',
      'It is tried again at the next look. The drift stays counted in the metrics.',
    ].join('\n'),
  };
}

/** The same check, when GitHub refuses no longer. */
export function driftAccepted(target: string): { title: string; summary: string } {
  return {
    title: 'Nothing is refused',
    summary: `GitHub takes what Plumbline writes about the drift of ${codeSpan(target)}.`,
  };
}
