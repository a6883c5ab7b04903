import type { Signer } from '../../ports/reviewers.ts';

const TRAILER = /^co-authored-by:[ \t]*(.*)$/gim;
const ADDRESS = /<([^<>]*)>/;
const NO_REPLY = /^(?:\d+\+)?([a-z0-9][a-z0-9-]*(?:\[bot\])?)@(.+)$/i;

/**
 * A commit message's co-authors, each with the account that its address names: only a no-reply address of one of these
 * hosts names an account.
 * @see https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
 */
export function coAuthors(message: string, hosts: readonly string[]): Signer[] {
  return [...message.matchAll(TRAILER)].map(([, text = '']) => {
    const address = (ADDRESS.exec(text)?.[1] ?? text).trim();
    const [, login, host = ''] = NO_REPLY.exec(address) ?? [];
    return { address, ...(login !== undefined && hosts.includes(host.toLowerCase()) && { login }) };
  });
}

/** The hosts of GitHub's no-reply addresses: github.com's, and that of the API's host. */
export function noReplyHosts(apiUrl: string): string[] {
  const host = new URL(apiUrl).hostname.replace(/^api\./, '');
  return ['users.noreply.github.com', `users.noreply.${host}`];
}
