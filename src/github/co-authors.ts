const TRAILER = /^co-authored-by:\s*(?:[^<\n]*<([^>\n]*)>|.*)\s*$/gim;
const NO_REPLY = /^(?:\d+\+)?([a-z0-9][a-z0-9-]*(?:\[bot\])?)@users\.noreply\./i;

/**
 * Logins of a commit message's co-authors; undefined for one whom the address does not name.
 * @see https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
 */
export function coAuthors(message: string): (string | undefined)[] {
  return [...message.matchAll(TRAILER)].map(([, address]) => NO_REPLY.exec(address ?? '')?.[1]);
}
