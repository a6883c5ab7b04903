import type { Hono } from 'hono';
import { type Site, act, repositoryOf } from './site.ts';

/** Editing a file in the browser: the change goes to a branch of its own, and is proposed at once. */
export function editActions(app: Hono, site: Site): void {
  app.post('/:owner/:repo/edit/*', async (context) => {
    const { fullName, defaultBranch: base } = repositoryOf(site, context);
    const path = decodeURIComponent(context.req.path.split('/edit/').slice(1).join('/edit/'));
    const { text, sha, title, branch } = (await context.req.parseBody()) as Record<string, string>;
    const api = `/repos/${fullName}`;
    const tip = await site.world.git(repositoryOf(site, context)).resolve(`refs/heads/${base}`);
    await act(site, context, 'POST', `${api}/git/refs`, { ref: `refs/heads/${branch}`, sha: tip });
    // Browsers send lines as forms want them.
    const content = Buffer.from((text ?? '').replaceAll('\r\n', '\n')).toString('base64');
    const change = { message: title, content, sha, branch };
    await act(site, context, 'PUT', `${api}/contents/${encodeURI(path)}`, change);
    const pull = { head: branch, base, title };
    const { number } = await act<{ number: number }>(site, context, 'POST', `${api}/pulls`, pull);
    return context.redirect(`/${fullName}/pull/${number}`, 303);
  });
}
