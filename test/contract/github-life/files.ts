import { type Cast, SHOP } from './ask.ts';

export async function files({ ada }: Cast): Promise<void> {
  const content = Buffer.from('replicas: 1\n').toString('base64');
  const written = await ada(`PUT ${SHOP}/contents/k8s/more.yaml`, { message: 'More', content });
  await ada(`GET ${SHOP}/contents/k8s/more.yaml?ref=main`);
  await ada(`GET ${SHOP}/contents/k8s`);
  await ada(`DELETE ${SHOP}/contents/k8s/more.yaml`, { message: 'Less', sha: written.content.sha });

  const main = await ada(`GET ${SHOP}/git/ref/heads/main`);
  const commit = await ada(`GET ${SHOP}/git/commits/${main.object.sha}`);
  await ada(`GET ${SHOP}/git/trees/${commit.tree.sha}?recursive=1`);
  const blob = await ada(`POST ${SHOP}/git/blobs`, { content: 'two', encoding: 'utf-8' });
  await ada(`GET ${SHOP}/git/blobs/${blob.sha}`);
  const tree = await ada(`POST ${SHOP}/git/trees`, {
    base_tree: commit.tree.sha,
    tree: [{ path: 'two.txt', mode: '100644', type: 'blob', sha: blob.sha }],
  });
  const made = await ada(`POST ${SHOP}/git/commits`, {
    message: 'Two',
    tree: tree.sha,
    parents: [main.object.sha],
  });
  await ada(`POST ${SHOP}/git/refs`, { ref: 'refs/heads/two', sha: main.object.sha });
  await ada(`PATCH ${SHOP}/git/refs/heads/two`, { sha: made.sha, force: false });
  await ada(`GET ${SHOP}/git/matching-refs/heads/t`);

  await ada(`GET ${SHOP}/commits?sha=two&per_page=2`);
  await ada(`GET ${SHOP}/commits/two`);
  await ada(`GET ${SHOP}/commits/two`, undefined, { accept: 'application/vnd.github.diff' });
  await ada(`GET ${SHOP}/compare/main...two`);
  await ada(`GET ${SHOP}/compare/main...two`, undefined, { accept: 'application/vnd.github.patch' });
  await ada(`GET ${SHOP}/branches`);
  await ada(`GET ${SHOP}/branches/two`);
  await ada(`GET ${SHOP}/activity?ref=refs/heads/two`);
}
