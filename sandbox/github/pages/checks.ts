import { html } from 'hono/html';
import { latestRuns } from '../checks/suites.ts';
import type { PullIssue } from '../pulls/present.ts';
import type { CheckRun, Repository } from '../world/model.ts';
import { type Html, button } from './layout.ts';
import { markdown } from './markdown.ts';
import { checkLabel } from './state-label.ts';

/** The checks of the head, with what they say and their buttons. */
export function checksBox(repository: Repository, { pull, number }: PullIssue): Html {
  const runs = latestRuns(repository.checkRuns.filter(({ headSha }) => headSha === pull.head.sha));
  if (runs.length === 0) return html`<div class="box"><div class="row quiet">No checks yet.</div></div>`;
  return html`<div class="box" id="checks">${runs.map((run) => checkRow(repository, number, run))}</div>`;
}

function checkRow({ fullName }: Repository, number: number, run: CheckRun): Html {
  const at = `/${fullName}/pull/${number}/checks/${run.id}`;
  const { title, summary, text } = run.output;
  return html`<div class="row">
    <details class="grow">
      <summary>
        ${checkLabel(run)} <strong>${run.name}</strong>
        <span class="quiet">${title ?? run.conclusion ?? run.status}</span>
      </summary>
      <div class="markdown-body">${markdown(`${summary ?? ''}\n\n${text ?? ''}`)}</div>
    </details>
    ${run.actions.map(({ label, description, identifier }) =>
      button(`${at}/action`, label, {
        name: 'identifier',
        value: identifier,
        title: description,
        primary: true,
      }),
    )}
    ${button(`${at}/rerequest`, 'Re-run')}
  </div>`;
}
