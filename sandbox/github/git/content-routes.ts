import { z } from 'zod';
import { FROM_PAGE } from '../pages/from-page.ts';
import { refuseMovement } from '../rules/refuse-movement.ts';
import { readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import type { GitRepository, TreeEntry } from './git-repository.ts';
import { presentCommit } from './present-commit.ts';
import { commitByWebFlow, signatureOf } from './signature.ts';

const PATH = '/repos/{owner}/{repo}/contents/{path}';
const WRITE = { name: 'contents', level: 'write' } as const;

export const contentRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, permission: { name: 'contents', level: 'read' }, handle: read },
  { method: 'PUT', path: PATH, permission: WRITE, handle: write },
  { method: 'DELETE', path: PATH, permission: WRITE, handle: remove },
];

async function read(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const ref = call.query.get('ref') ?? repository.defaultBranch;
  const commit = await git.resolve(ref);
  const entry = commit === undefined ? undefined : await git.entry(commit, call.params['path'] ?? '');
  if (entry === undefined) throw notFound();
  if (entry.type === 'tree') {
    const entries = (await git.tree(entry.sha, false)) ?? [];
    const inside = entries.map((each) => ({
      ...each,
      path: entry.path === '' ? each.path : `${entry.path}/${each.path}`,
    }));
    return { status: 200, body: inside.map((each) => present(call, repository, ref, each)) };
  }
  const content = (await git.blob(entry.sha)) ?? new Uint8Array();
  if (call.headers.get('accept')?.includes('raw'))
    return { status: 200, text: { type: 'text/plain; charset=utf-8', content } };
  return { status: 200, body: withContent(present(call, repository, ref, entry), content) };
}

function present(
  { world }: Call,
  { fullName }: Repository,
  ref: string,
  { path, sha, size, type }: TreeEntry,
) {
  const url = `${world.apiUrl}/repos/${fullName}`;
  const encoded = encodeURI(path);
  const self = `${url}/contents/${encoded}?ref=${ref}`;
  const page = `${world.url}/${fullName}/blob/${ref}/${encoded}`;
  const object = `${url}/git/${type === 'tree' ? 'trees' : 'blobs'}/${sha}`;
  return {
    type: type === 'tree' ? ('dir' as const) : ('file' as const),
    name: path.split('/').at(-1) ?? '',
    path,
    sha,
    size: size ?? 0,
    url: self,
    html_url: page,
    git_url: object,
    download_url: type === 'tree' ? null : `${world.url}/${fullName}/raw/${ref}/${encoded}`,
    _links: { self, git: object, html: page },
  };
}

/** GitHub breaks Base64 into lines of 60. */
function withContent(file: ReturnType<typeof present>, content: Uint8Array) {
  const text = Buffer.from(content).toString('base64');
  return { ...file, encoding: 'base64', content: text.replaceAll(/.{1,60}/g, '$&\n') };
}

/** A commit that is not made yet. */
const TO_COME = 'f'.repeat(40);

const WRITE_BODY = z.object({
  message: z.string(),
  content: z.string().optional(),
  sha: z.string().optional(),
  branch: z.string().optional(),
});

async function write(call: Call): Promise<Reply> {
  const { content } = readBody(call, WRITE_BODY);
  if (content === undefined) throw unprocessable('content is missing');
  const git = call.world.git(repositoryOf(call));
  const blob = await git.writeBlob(Buffer.from(content, 'base64'));
  return commitFile(call, git, blob);
}

async function remove(call: Call): Promise<Reply> {
  return commitFile(call, call.world.git(repositoryOf(call)), null);
}

async function commitFile(call: Call, git: GitRepository, blob: string | null): Promise<Reply> {
  const repository = repositoryOf(call);
  const { message, sha, branch = repository.defaultBranch } = readBody(call, WRITE_BODY);
  const path = call.params['path'] ?? '';
  const ref = `refs/heads/${branch}`;
  const parent = await git.resolve(ref);
  if (parent === undefined) throw notFound();
  refuseMovement(call, repository, { ref, before: parent, after: TO_COME, forced: false }, 409);
  const before = await git.entry(parent, path);
  if (before?.sha !== sha)
    throw new HttpError(409, `${path} does not match ${sha ?? 'the file that is there'}`);
  const base = await git.entry(parent, '');
  const tree = await git.writeTree(base?.sha, [{ path, mode: '100644', type: 'blob', sha: blob }]);
  const account = authorOf(call.actor);
  const author = signatureOf(call.world, account);
  const commit = { tree, parents: [parent], message, author };
  // GitHub signs what is made on its pages, and what an App commits in its own name.
  const signs = call.actor.kind === 'installation' || call.headers.has(FROM_PAGE);
  const after = signs
    ? await commitByWebFlow(call.world, repository, commit)
    : await git.writeCommit({ ...commit, committer: author });
  await call.world.moveRef({ repository, ref, after, actor: account, by: 'api' });
  return {
    status: before === undefined ? 201 : 200,
    body: await presentChange(call, repository, after, path),
  };
}

async function presentChange(call: Call, repository: Repository, sha: string, path: string) {
  const git = call.world.git(repository);
  const commit = await git.commit(sha);
  if (commit === undefined) throw new Error(`Commit ${sha} was written and is not there.`);
  const entry = await git.entry(sha, path);
  const whole = presentCommit(call.world, repository, commit, []);
  const { author, committer, message, tree } = whole.commit;
  return {
    content: entry === undefined ? null : present(call, repository, sha, entry),
    commit: {
      sha,
      node_id: whole.node_id,
      url: whole.url,
      html_url: whole.html_url,
      author,
      committer,
      message,
      tree,
      parents: whole.parents,
      verification: whole.commit.verification,
    },
  };
}
