import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Loop, CONFIG, startLoop, until } from '../../support/loop.ts';
import { SHOP, deploy, deployment, say } from '../../support/shop.ts';

const UNREACHABLE = `${CONFIG}  staging:
    targets:
      far: { engine: kubernetes, cluster: gone, path: far, namespace: NAMESPACE }
`;
const WORD = `apiVersion: v1
kind: ConfigMap
metadata: { name: word }
data: { text: hello }
`;

describe('bad input', { timeout: 300_000 }, () => {
  it('R19, S26: gets one clear message, a failed check, and nothing applied; the server goes on', async () => {
    const loop = await startLoop({ files: { '.github/plumbline.yml': UNREACHABLE } });
    await deploy(loop, 'first', SHOP);

    const broken = await refused(loop, 'broken', { 'k8s/web.yaml': 'kind: Deployment\n  name: [web\n' });
    expect(broken).toContain('k8s/web.yaml:1:7');

    const unknown = { 'k8s/odd.yaml': 'apiVersion: apps/v1\nkind: Deploymint\nmetadata: { name: odd }\n' };
    expect(await refused(loop, 'unknown-kind', unknown)).toMatch(/k8s\/odd\.yaml.*Deploymint/);

    const far = await refused(loop, 'unreachable', { 'far/word.yaml': WORD }, 'plumbline / staging');
    expect(far).toContain('cannot be reached');

    const bad = await refused(
      loop,
      'configuration',
      { '.github/plumbline.yml': `${UNREACHABLE}extra: true\n` },
      'plumbline / configuration',
      false,
    );
    expect(bad).toContain('extra');

    await loop.push('good', { 'k8s/web.yaml': deployment('web:2') });
    const good = await loop.open('good');
    await until('it still plans', async () => (await loop.comments(good))[0]?.includes('web:2'));
    await say(loop, good, 'bob', '/plumb approve prod');
    await until('it says what there is', async () =>
      (await loop.comments(good)).find((body) => /no environment `prod`.*`production`.*`staging`/.test(body)),
    );
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:1');
    expect(await loop.deployments()).toEqual(['success']);
  });

  it('no grant: the repository reaches nothing, and is told so', async () => {
    const loop = await startLoop({ grants: null });
    const text = await refused(loop, 'feature', SHOP);
    expect(text).toMatch(/granted nothing in sandbox/);
    expect(await loop.kubectl('get', 'deployments,services,configmaps', '-o', 'name')).not.toContain('web');
  });

  it('a delivery with a wrong signature, or 30 MB long, is refused; S6: one of an unknown repository is ignored', async () => {
    const loop = await startLoop();
    const url = `${loop.app.process().url}/webhooks`;
    const deliver = (body: string, signature: string) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
      });
    const forged = createHmac('sha256', 'guessed').update('{}').digest('hex');
    expect((await deliver('{}', forged)).status).toBe(400);
    const huge = await deliver('x'.repeat(30_000_000), forged).catch((error: unknown) => error);
    expect(huge instanceof Response ? huge.status : 413).toBe(413);

    const { admin } = loop.github;
    const other = { owner: 'acme', repo: 'other' };
    const repository = await admin.createRepository({ owner: 'acme', name: 'other', files: SHOP });
    repository.collaborators.set('carol', 'admin');
    const octokit = loop.as('carol');
    await octokit.rest.repos.createOrUpdateFileContents({
      ...other,
      path: '.github/plumbline.yml',
      message: 'Mine',
      content: Buffer.from(CONFIG).toString('base64'),
    });
    await until('it is counted', async () =>
      (await loop.app.process().metrics()).includes('plumbline_ignored_total{reason="unknown-repository"}'),
    );

    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await until('the server goes on', async () => (await loop.comments(pull))[0]?.includes('web:1'));
  });
});

/** Opens a pull request that cannot be planned. @returns the one message about it */
async function refused(
  loop: Loop,
  branch: string,
  files: Readonly<Record<string, string>>,
  name = 'plumbline / production',
  commented = true,
): Promise<string> {
  await loop.push(branch, files);
  const pull = await loop.open(branch);
  const check = await until(
    `${branch} has a failed check`,
    async () => {
      const found = await loop.check(pull, name);
      return found?.conclusion === 'failure' ? found : undefined;
    },
    40,
  );
  const comments = await loop.comments(pull);
  expect(comments).toHaveLength(commented ? 1 : 0);
  const said = comments[0] ?? check.summary;
  expect(said).not.toContain('no changes');
  return said;
}
