import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Account, Repository } from '../world/model.ts';
import { type Site, personOf } from './site.ts';
import { STYLE } from './style.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A whole page. */
export function page(site: Site, context: Context, title: string, content: Html): Html {
  const person = personOf(site, context);
  const people = site.state.accounts
    .values()
    .filter(({ type, login }) => type === 'User' && login !== 'web-flow');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <a href="/"><strong>Sandbox GitHub</strong></a>
          <a href="/deliveries">Webhooks</a>
          <form method="post" action="/login" class="inline">
            <label for="login">You are</label>
            <select id="login" name="login" onchange="this.form.submit()">
              <option value="">nobody</option>
              ${[...people].map(
                ({ login }) =>
                  html`<option value="${login}" ${login === person?.login ? raw('selected') : ''}>
                    ${login}
                  </option>`,
              )}
            </select>
          </form>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
}

/** The name of a repository above its pages. */
export function repositoryHead({ fullName, private: hidden }: Repository, here: string): Html {
  const link = (name: string, path: string) =>
    html`<a href="/${fullName}${path}" class="${name === here ? 'here' : ''}">${name}</a>`;
  return html`<h1>
      <a href="/${fullName}">${fullName}</a> ${hidden ? html`<span class="bot">Private</span>` : ''}
    </h1>
    <nav>${link('Code', '')} ${link('Pull requests', '/pulls')} ${link('Deployments', '/deployments')}</nav>`;
}

export function author({ login, type }: Account): Html {
  const name = login.replace(/\[bot\]$/, '');
  return html`<strong>${name}</strong>${type === 'Bot' ? html`<span class="bot">bot</span>` : ''}`;
}

/** A form that is one button. */
export function button(
  action: string,
  label: string,
  options: { primary?: boolean; name?: string; value?: string; title?: string } = {},
): Html {
  const { primary = false, name = '', value = '', title = '' } = options;
  return html`<form method="post" action="${action}" class="inline">
    <button class="${primary ? 'primary' : ''}" name="${name}" value="${value}" title="${title}">
      ${label}
    </button>
  </form>`;
}
