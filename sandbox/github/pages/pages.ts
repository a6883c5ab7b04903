import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { requestAction, rerequest } from '../checks/events.ts';
import { HttpError, notFound } from '../server/route.ts';
import type { CheckRun, HookDelivery, Repository } from '../world/model.ts';
import { deliveriesPage } from './deliveries-page.ts';
import { editActions } from './edit-actions.ts';
import { filePage } from './file-page.ts';
import { page } from './layout.ts';
import { newPullPage } from './new-pull-page.ts';
import { conversationPage, filesPage, pullOf } from './pull-page.ts';
import { queueActions } from './queue-actions.ts';
import { codePage, deploymentsPage, homePage, pullsPage } from './repository-page.ts';
import { type Site, COOKIE, act, personOf, repositoryOf } from './site.ts';

const PULL = '/:owner/:repo/pull/:number';

/** What a person opens in a browser: to read, and to do by hand what people do. */
export function pageRoutes(site: Site, redeliver: (delivery: HookDelivery) => void): Hono {
  const app = new Hono();
  app.get('*', (context, next) => asPerson(site, context, next));
  app.get('/', (context) => context.html(homePage(site, context)));
  app.get('/deliveries', (context) => context.html(deliveriesPage(site, context)));
  app.get('/:owner/:repo', async (context) => context.html(await codePage(site, context)));
  app.get('/:owner/:repo/blob/*', async (context) => context.html(await filePage(site, context)));
  app.get('/:owner/:repo/pulls', (context) => context.html(pullsPage(site, context)));
  app.get('/:owner/:repo/deployments', (context) => context.html(deploymentsPage(site, context)));
  app.get('/:owner/:repo/pull/new/*', (context) => context.html(newPullPage(site, context)));
  app.get(PULL, async (context) => context.html(await conversationPage(site, context)));
  app.get(`${PULL}/files`, async (context) => context.html(await filesPage(site, context)));
  signIn(app, site);
  actions(app, site);
  checkActions(app, site);
  queueActions(app, site);
  editActions(app, site);
  app.post('/deliveries/:id/redeliver', (context) => {
    const found = site.world.deliveries.find(({ id }) => id === Number(context.req.param('id')));
    if (found !== undefined) redeliver(found);
    return context.redirect('/deliveries', 303);
  });
  app.onError((error, context) => failed(site, context, error));
  app.notFound((context) => failed(site, context, notFound()));
  return app;
}

function failed(site: Site, context: Context, error: Error): Response | Promise<Response> {
  if (!(error instanceof HttpError)) throw error;
  const content = html`<div class="box error">${error.message}</div>
    <a href="javascript:history.back()">Back</a>`;
  return context.html(page(site, context, 'It did not work', content), error.status as 400);
}

/** An address with `?as=ada` opens as Ada: the demo prints such. */
async function asPerson({ world }: Site, context: Context, next: () => Promise<void>) {
  const login = context.req.query('as');
  if (login === undefined) return next();
  if (world.account(login)?.type === 'User') setCookie(context, COOKIE, login, { path: '/' });
  return context.redirect(context.req.path, 303);
}

function signIn(app: Hono, { world }: Site): void {
  app.post('/login', async (context) => {
    const { login } = await context.req.parseBody();
    setCookie(context, COOKIE, typeof login === 'string' && world.account(login) ? login : '', { path: '/' });
    const from = context.req.header('referer');
    return context.redirect(from === undefined ? '/' : new URL(from).pathname, 303);
  });
}

/** What the API offers as well. */
function actions(app: Hono, site: Site): void {
  app.post('/:owner/:repo/pulls', async (context) => {
    const { fullName, defaultBranch: base } = repositoryOf(site, context);
    const { head, title } = await context.req.parseBody();
    const opened = { head, title, base };
    const { number } = await act<{ number: number }>(
      site,
      context,
      'POST',
      `/repos/${fullName}/pulls`,
      opened,
    );
    return context.redirect(`/${fullName}/pull/${number}`, 303);
  });
  const onPull = (
    name: string,
    method: string,
    path: string,
    body: (form: Record<string, unknown>) => object,
  ) =>
    app.post(`${PULL}/${name}`, async (context) => {
      const { repository, issue } = pullOf(site, context);
      const api = `/repos/${repository.fullName}/pulls/${issue.number}${path}`;
      await act(site, context, method, api, body(await context.req.parseBody()));
      return context.redirect(`/${repository.fullName}/pull/${issue.number}`, 303);
    });
  onPull('merge', 'PUT', '/merge', ({ merge_method }) => ({ merge_method }));
  onPull('update-branch', 'PUT', '/update-branch', () => ({}));
  onPull('close', 'PATCH', '', () => ({ state: 'closed' }));
  onPull('reopen', 'PATCH', '', () => ({ state: 'open' }));
  app.post(`${PULL}/speak`, async (context) => {
    const { repository, issue } = pullOf(site, context);
    const { event, body } = await context.req.parseBody();
    const api = `/repos/${repository.fullName}`;
    if (event === 'comment')
      await act(site, context, 'POST', `${api}/issues/${issue.number}/comments`, { body });
    else await act(site, context, 'POST', `${api}/pulls/${issue.number}/reviews`, { event, body });
    return context.redirect(`/${repository.fullName}/pull/${issue.number}`, 303);
  });
}

/** A check's buttons are only on GitHub's pages; pressing them takes the right to push. */
function checkActions(app: Hono, site: Site): void {
  const press = (
    name: string,
    work: (repository: Repository, run: CheckRun, context: Context) => Promise<void>,
  ) =>
    app.post(`${PULL}/checks/:id/${name}`, async (context) => {
      const { repository, issue } = pullOf(site, context);
      const run = repository.checkRuns.find(({ id }) => id === Number(context.req.param('id')));
      if (run === undefined) throw notFound();
      await work(repository, run, context);
      return context.redirect(`/${repository.fullName}/pull/${issue.number}`, 303);
    });
  press('action', async (repository, run, context) => {
    const { identifier } = await context.req.parseBody();
    const action = run.actions.find((each) => each.identifier === identifier);
    if (action === undefined) throw notFound();
    requestAction(site.world, repository, run, action.identifier, pusher(site, context, repository));
  });
  press('rerequest', async (repository, run, context) =>
    rerequest(site.world, repository, run, pusher(site, context, repository)),
  );
}

function pusher(site: Site, context: Context, repository: Repository) {
  const person = personOf(site, context);
  const role = person === undefined ? undefined : site.world.roleOf(person, repository);
  if (person === undefined || role === undefined || role === 'read' || role === 'triage')
    throw new HttpError(403, 'Only who may push can press this button. Choose who you are above.');
  return person;
}
