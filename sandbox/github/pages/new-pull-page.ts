import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Html, page, repositoryHead } from './layout.ts';
import { type Site, repositoryOf } from './site.ts';

/** Where a branch that was pushed is proposed. */
export function newPullPage(site: Site, context: Context): Html {
  const repository = repositoryOf(site, context);
  const branch = decodeURIComponent(context.req.path.split('/pull/new/').slice(1).join('/pull/new/'));
  const content = html`${repositoryHead(repository, 'Pull requests')}
    <h2>Propose <code>${branch}</code> for <code>${repository.defaultBranch}</code></h2>
    <form method="post" action="/${repository.fullName}/pulls" class="box">
      <div class="body">
        <input type="hidden" name="head" value="${branch}" />
        <input name="title" placeholder="Title" aria-label="Title" required />
        <button class="primary" id="open">Open pull request</button>
      </div>
    </form>`;
  return page(site, context, `Propose ${branch}`, content);
}
