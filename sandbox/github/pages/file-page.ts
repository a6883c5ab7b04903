import type { Context } from 'hono';
import { html } from 'hono/html';
import { notFound } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import { type Html, page, repositoryHead } from './layout.ts';
import { type Site, personOf, repositoryOf } from './site.ts';

export async function filePage(site: Site, context: Context): Promise<Html> {
  const repository = repositoryOf(site, context);
  const git = site.world.git(repository);
  const path = context.req.path.split('/blob/').slice(1).join('/blob/');
  const tip = await git.resolve(`refs/heads/${repository.defaultBranch}`);
  const entry = tip === undefined ? undefined : await git.entry(tip, decodeURIComponent(path));
  const blob = entry === undefined ? undefined : await git.blob(entry.sha);
  if (blob === undefined) throw notFound();
  const text = Buffer.from(blob).toString();
  const content = html`${repositoryHead(repository, 'Code')}
    <div class="box">
      <div class="head">${path}</div>
      <pre class="diff">${text}</pre>
    </div>
    ${mayEdit(site, personOf(site, context), repository) ? editForm(repository, path, entry?.sha ?? '', text) : ''}`;
  return page(site, context, path, content);
}

function mayEdit({ world }: Site, person: Account | undefined, repository: Repository): boolean {
  const role = person && world.roleOf(person, repository);
  return role !== undefined && role !== 'read' && role !== 'triage';
}

/** The change is proposed, never pushed to the default branch. */
function editForm({ fullName, nextNumber }: Repository, path: string, sha: string, text: string): Html {
  return html`<h2>Propose a change</h2>
    <form method="post" action="/${fullName}/edit/${path}" class="box">
      <div class="body">
        <input type="hidden" name="sha" value="${sha}" />
        <textarea class="source" name="text" rows="16" aria-label="What the file is to say">${text}</textarea>
        <p>
          <input name="title" placeholder="Title" aria-label="Title" required />
          <input name="branch" value="patch-${nextNumber}" aria-label="Branch" required />
          <button class="primary" id="propose">Propose</button>
        </p>
      </div>
    </form>`;
}
