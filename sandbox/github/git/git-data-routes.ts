import { z } from 'zod';
import { refuseMovement } from '../rules/refuse-movement.ts';
import { readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import type { World } from '../world/world.ts';
import type { Commit, TreeEntry } from './git-repository.ts';
import { verificationOf } from './present-commit.ts';
import { commitByWebFlow, signatureOf } from './signature.ts';
import { ZEROS } from './zeros.ts';

const READ = { name: 'contents', level: 'read' } as const;
const WRITE = { name: 'contents', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}/git';

export const gitDataRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/ref/{ref}`, permission: READ, handle: readRef },
  { method: 'GET', path: `${BASE}/matching-refs/{ref}`, permission: READ, paged: true, handle: matchingRefs },
  { method: 'POST', path: `${BASE}/refs`, permission: WRITE, handle: createRef },
  { method: 'PATCH', path: `${BASE}/refs/{ref}`, permission: WRITE, handle: updateRef },
  { method: 'DELETE', path: `${BASE}/refs/{ref}`, permission: WRITE, handle: deleteRef },
  { method: 'GET', path: `${BASE}/commits/{commit_sha}`, permission: READ, handle: readCommit },
  { method: 'POST', path: `${BASE}/commits`, permission: WRITE, handle: createCommit },
  { method: 'GET', path: `${BASE}/trees/{tree_sha}`, permission: READ, handle: readTree },
  { method: 'POST', path: `${BASE}/trees`, permission: WRITE, handle: createTree },
  { method: 'GET', path: `${BASE}/blobs/{file_sha}`, permission: READ, handle: readBlob },
  { method: 'POST', path: `${BASE}/blobs`, permission: WRITE, handle: createBlob },
];

function at(call: Call) {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  return { repository, git, url: `${call.world.apiUrl}/repos/${repository.fullName}/git` };
}

function presentRef({ apiUrl }: World, { fullName }: Repository, ref: string, sha: string) {
  const url = `${apiUrl}/repos/${fullName}/git`;
  return {
    ref,
    node_id: nodeId('Ref', Number.parseInt(sha.slice(0, 8), 16)),
    url: `${url}/${ref}`,
    object: { sha, type: 'commit', url: `${url}/commits/${sha}` },
  };
}

async function readRef(call: Call): Promise<Reply> {
  const { repository, git } = at(call);
  const ref = `refs/${call.params['ref']}`;
  const found = (await git.refs(ref)).find((each) => each.ref === ref);
  if (found === undefined) throw notFound();
  return { status: 200, body: presentRef(call.world, repository, ref, found.sha) };
}

async function matchingRefs(call: Call): Promise<Reply> {
  const { repository, git } = at(call);
  const refs = await git.refs(`refs/${call.params['ref']}`);
  return { status: 200, body: refs.map(({ ref, sha }) => presentRef(call.world, repository, ref, sha)) };
}

// What `git check-ref-format` refuses.
const REF_NAME = /^(?!.*(\.\.|\/\/|\/\.|@\{|\.lock(\/|$)))[^\p{Cc} ~^:?*[\\]+(?<![./])$/u;

async function createRef(call: Call): Promise<Reply> {
  const { repository, git } = at(call);
  const { ref, sha } = readBody(call, z.object({ ref: z.string(), sha: z.string() }));
  if (!/^refs\/(heads|tags)\/./.test(ref))
    throw unprocessable('Reference name must start with "refs/heads/" or "refs/tags/"');
  if (!REF_NAME.test(ref)) throw unprocessable(`${ref} is not a valid ref name.`);
  if ((await git.refs(ref)).some((each) => each.ref === ref)) throw unprocessable('Reference already exists');
  if ((await git.commit(sha)) === undefined) throw unprocessable('Object does not exist');
  refuseMovement(call, repository, { ref, before: ZEROS, after: sha, forced: false }, 422);
  await call.world.moveRef({ repository, ref, after: sha, actor: authorOf(call.actor), by: 'api' });
  return { status: 201, body: presentRef(call.world, repository, ref, sha) };
}

async function updateRef(call: Call): Promise<Reply> {
  const { repository, git } = at(call);
  const { sha, force } = readBody(call, z.object({ sha: z.string(), force: z.boolean().default(false) }));
  const ref = `refs/${call.params['ref']}`;
  const before = (await git.refs(ref)).find((each) => each.ref === ref)?.sha;
  if (before === undefined) throw unprocessable('Reference does not exist');
  const forward = (await git.mergeBase(before, sha)) === before;
  if (!force && !forward) throw unprocessable('Update is not a fast forward');
  refuseMovement(call, repository, { ref, before, after: sha, forced: !forward }, 422);
  await call.world.moveRef({ repository, ref, after: sha, actor: authorOf(call.actor), by: 'api' });
  return { status: 200, body: presentRef(call.world, repository, ref, sha) };
}

async function deleteRef(call: Call): Promise<Reply> {
  const { repository, git } = at(call);
  const ref = `refs/${call.params['ref']}`;
  const before = (await git.refs(ref)).find((each) => each.ref === ref)?.sha;
  if (before === undefined) throw unprocessable('Reference does not exist');
  refuseMovement(call, repository, { ref, before, after: ZEROS, forced: true }, 422);
  await call.world.moveRef({
    repository,
    ref,
    after: ZEROS,
    actor: authorOf(call.actor),
    by: 'api',
  });
  return { status: 204 };
}

function presentGitCommit(call: Call, commit: Commit) {
  const { repository, url } = at(call);
  const page = `${call.world.url}/${repository.fullName}/commit`;
  const { sha, author, committer, message, tree, parents } = commit;
  return {
    sha,
    node_id: nodeId('Commit', Number.parseInt(sha.slice(0, 8), 16)),
    url: `${url}/commits/${sha}`,
    html_url: `${page}/${sha}`,
    author,
    committer,
    message,
    tree: { sha: tree, url: `${url}/trees/${tree}` },
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${page}/${parent}`,
    })),
    verification: verificationOf(call.world, commit),
  };
}

async function readCommit(call: Call): Promise<Reply> {
  const commit = await at(call).git.commit(call.params['commit_sha'] ?? '');
  if (commit === undefined) throw notFound();
  return { status: 200, body: presentGitCommit(call, commit) };
}

const PERSON = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const COMMIT = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: PERSON.optional(),
  committer: PERSON.optional(),
});

async function createCommit(call: Call): Promise<Reply> {
  const { git, repository } = at(call);
  const wanted = readBody(call, COMMIT);
  if ((await git.tree(wanted.tree, false)) === undefined) throw unprocessable('Tree SHA does not exist');
  const { message, tree, parents } = wanted;
  const self = signatureOf(call.world, authorOf(call.actor));
  const author = { ...self, ...withoutUndefined(wanted.author) };
  const committer = { ...author, ...withoutUndefined(wanted.committer) };
  const commit = { message, tree, parents, author };
  // GitHub signs what an App commits in its own name.
  const own = call.actor.kind === 'installation' && (wanted.author ?? wanted.committer) === undefined;
  const sha = own
    ? await commitByWebFlow(call.world, repository, commit)
    : await git.writeCommit({ ...commit, committer });
  const made = await git.commit(sha);
  if (made === undefined) throw new Error(`Commit ${sha} was written and is not there.`);
  return { status: 201, body: presentGitCommit(call, made) };
}

function withoutUndefined(person: z.infer<typeof PERSON> | undefined) {
  if (person === undefined) return {};
  const { date, ...rest } = person;
  return { ...rest, ...(date !== undefined && { date }) };
}

function presentTree({ url }: { readonly url: string }, sha: string, entries: readonly TreeEntry[]) {
  const tree = entries.map((entry) => ({ ...entry, url: `${url}/${entry.type}s/${entry.sha}` }));
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: false };
}

async function readTree(call: Call): Promise<Reply> {
  const { git, ...site } = at(call);
  const revision = call.params['tree_sha'] ?? '';
  const sha = (await git.entry(revision, ''))?.sha ?? revision;
  const entries = await git.tree(sha, call.query.has('recursive'));
  if (entries === undefined) throw notFound();
  return { status: 200, body: presentTree(site, sha, entries) };
}

const ENTRY = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
  type: z.enum(['blob', 'tree', 'commit']),
  sha: z.string().nullable().optional(),
  content: z.string().optional(),
});

async function createTree(call: Call): Promise<Reply> {
  const { git, ...site } = at(call);
  const wanted = readBody(call, z.object({ base_tree: z.string().optional(), tree: z.array(ENTRY) }));
  const entries = await Promise.all(
    wanted.tree.map(async ({ path, mode, type, sha, content }) => ({
      path,
      mode,
      type,
      sha: content === undefined ? (sha ?? null) : await git.writeBlob(Buffer.from(content)),
    })),
  );
  const sha = await git.writeTree(wanted.base_tree, entries);
  return { status: 201, body: presentTree(site, sha, (await git.tree(sha, false)) ?? []) };
}

async function readBlob(call: Call): Promise<Reply> {
  const { git, url } = at(call);
  const sha = call.params['file_sha'] ?? '';
  const content = await git.blob(sha);
  if (content === undefined) throw notFound();
  const body = {
    sha,
    node_id: nodeId('Blob', Number.parseInt(sha.slice(0, 8), 16)),
    size: content.length,
    url: `${url}/blobs/${sha}`,
    content: Buffer.from(content).toString('base64'),
    encoding: 'base64',
  };
  return { status: 200, body };
}

async function createBlob(call: Call): Promise<Reply> {
  const { git, url } = at(call);
  const wanted = readBody(
    call,
    z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') }),
  );
  const content = Buffer.from(wanted.content, wanted.encoding === 'base64' ? 'base64' : 'utf8');
  const sha = await git.writeBlob(content);
  return { status: 201, body: { sha, url: `${url}/blobs/${sha}` } };
}
