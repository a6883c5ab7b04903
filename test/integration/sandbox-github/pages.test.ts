import { describe, expect, it } from 'vitest';
import { type Site, startSite } from './site.ts';

describe('the pages', () => {
  it('act a whole story out by hand: propose, speak, approve, press a button, merge', async () => {
    const site = await startSite({
      permissions: { contents: 'read', checks: 'write', pull_requests: 'write' },
      events: ['pull_request', 'check_run'],
    });
    const folder = await site.clone(site.tokens.ada, 'feature');
    expect((await site.git(folder, 'push', '--quiet', 'origin', 'feature')).code).toBe(0);

    expect(await look(site, 'ada', '/acme/shop')).toContain('Open pull request');
    await press(site, 'ada', '/acme/shop/pulls', { head: 'feature', title: 'A feature' });
    expect(await look(site, 'ada', '/acme/shop/pulls')).toContain('A feature');
    await press(site, 'grace', '/acme/shop/pull/1/speak', { event: 'comment', body: '**Well** done' });
    await press(site, 'grace', '/acme/shop/pull/1/speak', { event: 'APPROVE', body: '' });

    const head = site.repository.issues.get(1)?.pull?.head.sha ?? '';
    const app = await site.installationToken();
    const { body: run } = await site.api(app, 'POST /repos/acme/shop/check-runs', {
      name: 'plan',
      head_sha: head,
      status: 'in_progress',
      actions: [{ label: 'Approve', description: 'Approve this plan', identifier: 'approve' }],
    });
    await press(site, 'grace', `/acme/shop/pull/1/checks/${run.id}/action`, { identifier: 'approve' });
    await press(site, 'grace', `/acme/shop/pull/1/checks/${run.id}/rerequest`, {});
    await site.github.settled();
    const told = site.receiver.received.map(({ payload }) => payload.action as string);
    expect(told).toEqual(expect.arrayContaining(['opened', 'requested_action', 'rerequested']));

    const page = await look(site, 'ada', '/acme/shop/pull/1');
    expect(page).toContain('<strong>Well</strong> done');
    expect(page).toMatch(/grace<\/strong>\s+approved/);
    expect(page).toContain('Approve this plan');
    await press(site, 'grace', '/acme/shop/pull/1/merge', { merge_method: 'squash' });
    expect(await look(site, 'ada', '/acme/shop/pull/1')).toContain('Merged as');
    expect(await look(site, 'ada', '/deliveries')).toContain('pull_request.opened');
  });

  it('allow what the API allows, and say what it says', async () => {
    const site = await startSite();
    expect(await press(site, 'mallory', '/acme/shop/pulls', { head: 'main', title: 'Mine' })).toContain(
      'Not Found',
    );
    expect(await press(site, 'grace', '/acme/shop/pulls', { head: 'none', title: 'x' })).toContain(
      'Validation Failed',
    );
    const nobody = await fetch(`${site.github.url}/acme/shop`);
    expect(nobody.status).toBe(404);
    expect(await (await fetch(site.github.url)).text()).not.toContain('acme/shop');
  });

  it('U71, U63: say in words how things stand, why merging is blocked, and open as whom the address names', async () => {
    const site = await startSite({
      permissions: { contents: 'read', checks: 'write', pull_requests: 'write' },
    });
    site.github.admin.protectBranch(site.repository, 'main', {
      requiredChecks: [{ context: 'plan', appId: site.app.app.id }],
      strict: false,
      requiredApprovals: 0,
      dismissStale: false,
      enforceAdmins: true,
    });
    const folder = await site.clone(site.tokens.ada, 'feature');
    const pushed = await site.git(folder, 'push', 'origin', 'feature');
    const address = `${site.github.url}/acme/shop/pull/new/feature`;
    expect(pushed.stderr).toContain(address);
    const opened = await fetch(`${address}?as=ada`, { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/acme/shop/pull/new/feature']);
    expect(opened.headers.get('set-cookie')).toContain('login=ada');
    expect(await look(site, 'ada', '/acme/shop/pull/new/feature')).toContain('Open pull request');
    const blocked = await press(site, 'ada', '/acme/shop/pulls', { head: 'feature', title: 'A feature' });
    expect(blocked).toContain('Required status check &quot;plan&quot; is expected.');
    expect(blocked).toMatch(/id="merge" disabled/);
    const head_sha = site.repository.issues.get(1)?.pull?.head.sha;
    const run = { name: 'plan', head_sha, conclusion: 'success' };
    await site.api(await site.installationToken(), 'POST /repos/acme/shop/check-runs', run);
    const ready = await look(site, 'ada', '/acme/shop/pull/1');
    expect(ready).toContain('Passed');
    expect(ready).not.toMatch(/id="merge" disabled/);
    expect(ready).not.toMatch(/[✅❌🟡🟣⬜]/u);
  });

  it('show what is written, and run nothing of it', async () => {
    const site = await startSite();
    const body =
      '<script>alert(1)</script><details><summary>More</summary>\n\n```diff\n- a\n+ <b>\n```\n\n</details>\n\n[x](javascript:alert(2))';
    const { api, tokens } = site;
    const folder = await site.clone(tokens.ada, 'feature');
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    await api(tokens.ada, 'POST /repos/acme/shop/pulls', {
      title: '<i>T</i>',
      head: 'feature',
      base: 'main',
      body,
    });
    const page = await look(site, 'ada', '/acme/shop/pull/1');
    expect(page).not.toContain('alert(');
    expect(page).toContain('&lt;i&gt;T&lt;/i&gt;');
    expect(page).toContain('<summary>More</summary>');
    expect(page).toContain('<span class="added">+ &lt;b&gt;</span>');
  });
});

async function look({ github }: Site, login: string, path: string): Promise<string> {
  const response = await fetch(`${github.url}${path}`, { headers: { cookie: `login=${login}` } });
  expect(response.status).toBe(200);
  return response.text();
}

/** Sends a form. @returns the page that follows */
async function press(
  { github }: Site,
  login: string,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(`${github.url}${path}`, {
    method: 'POST',
    headers: { cookie: `login=${login}` },
    body: new URLSearchParams(form),
  });
  return response.text();
}
