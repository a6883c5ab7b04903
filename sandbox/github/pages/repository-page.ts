import type { Context } from 'hono';
import { html } from 'hono/html';
import { pullsOf } from '../pulls/find.ts';
import type { PullIssue } from '../pulls/present.ts';
import type { Repository } from '../world/model.ts';
import { type Html, author, page, repositoryHead } from './layout.ts';
import { type Site, personOf, repositoryOf } from './site.ts';

export function homePage(site: Site, context: Context): Html {
  const person = personOf(site, context);
  const seen = site.world
    .repositories()
    .filter(
      (each) => !each.private || (person !== undefined && site.world.roleOf(person, each) !== undefined),
    );
  const rows = seen.map(
    ({ fullName }) => html`<div class="row"><a href="/${fullName}">${fullName}</a></div>`,
  );
  const nothing = html`<div class="row quiet">Nothing that you may see. Choose who you are above.</div>`;
  return page(
    site,
    context,
    'Sandbox GitHub',
    html`<h1>Repositories</h1>
      <div class="box">${rows.length > 0 ? rows : nothing}</div>`,
  );
}

export async function codePage(site: Site, context: Context): Promise<Html> {
  const repository = repositoryOf(site, context);
  const git = site.world.git(repository);
  const tip = await git.resolve(`refs/heads/${repository.defaultBranch}`);
  const commit = tip === undefined ? undefined : await git.commit(tip);
  const files = commit === undefined ? [] : ((await git.tree(commit.tree, true)) ?? []);
  const branches = await git.refs('refs/heads/');
  const content = html`${repositoryHead(repository, 'Code')}
    <h2>Branches</h2>
    <div class="box">
      ${branches.map(({ ref, sha }) => branchRow(repository, ref.replace('refs/heads/', ''), sha))}
    </div>
    <h2>Files of ${repository.defaultBranch}</h2>
    <div class="box">
      ${files
        .filter(({ type }) => type === 'blob')
        .map(
          ({ path }) =>
            html`<div class="row"><a href="/${repository.fullName}/blob/${path}">${path}</a></div>`,
        )}
    </div>`;
  return page(site, context, repository.fullName, content);
}

function branchRow(repository: Repository, name: string, sha: string): Html {
  const isDefault = name === repository.defaultBranch;
  return html`<div class="row">
    <span class="grow"><strong>${name}</strong> <span class="quiet">${sha.slice(0, 7)}</span></span>
    ${
      isDefault
        ? ''
        : html`<form method="post" action="/${repository.fullName}/pulls" class="inline">
            <input type="hidden" name="head" value="${name}" />
            <input name="title" placeholder="Title" required />
            <button class="primary">Open pull request</button>
          </form>`
    }
  </div>`;
}

export function pullsPage(site: Site, context: Context): Html {
  const repository = repositoryOf(site, context);
  const rows = pullsOf(repository)
    .toReversed()
    .map((issue) => pullRow(repository, issue));
  const content = html`${repositoryHead(repository, 'Pull requests')}
    <div class="box">${rows.length > 0 ? rows : html`<div class="row quiet">There are none.</div>`}</div>`;
  return page(site, context, `Pull requests of ${repository.fullName}`, content);
}

function pullRow({ fullName }: Repository, issue: PullIssue): Html {
  return html`<div class="row">
    ${stateOf(issue)}
    <span class="grow">
      <a href="/${fullName}/pull/${issue.number}"><strong>${issue.title}</strong></a>
      <span class="quiet">#${issue.number} by ${author(issue.author)}</span>
    </span>
  </div>`;
}

export function stateOf({ state, pull }: PullIssue): Html {
  const name = pull.merged ? 'merged' : state;
  return html`<span class="state ${name}">${name[0]?.toUpperCase()}${name.slice(1)}</span>`;
}

export function deploymentsPage(site: Site, context: Context): Html {
  const repository = repositoryOf(site, context);
  const boxes = repository.deployments.toReversed().map(
    ({ environment, sha, creator, statuses, createdAt }) =>
      html`<div class="box">
        <div class="head">
          <strong>${environment}</strong> at ${sha.slice(0, 7)} by ${author(creator)}
          <span>${createdAt}</span>
        </div>
        ${statuses.map(
          ({ state, description }) => html`<div class="row"><strong>${state}</strong> ${description}</div>`,
        )}
      </div>`,
  );
  const content = html`${repositoryHead(repository, 'Deployments')}
  ${boxes.length > 0 ? boxes : html`<p class="quiet">Nothing was deployed yet.</p>`}`;
  return page(site, context, `Deployments of ${repository.fullName}`, content);
}
