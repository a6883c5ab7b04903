import type { Signer } from '../ports/reviewers.ts';

const TRAILER = /^co-authored-by:[ \t]*(.*)$/gim;
const ADDRESS = /<([^<>]*)>/;
const NO_REPLY = /^(?:\d+\+)?([a-z0-9][a-z0-9-]*(?:\[bot\])?)@(.+)$/i;

/**
 * A commit message's co-authors, each by the account that its address names: only a no-reply address of exactly one of
 * these hosts names one.
 * @see https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
 */
export function coAuthors(message: string, hosts: readonly string[]): Signer[] {
  return [...message.matchAll(TRAILER)].map(([, text = '']) => {
    const address = (ADDRESS.exec(text)?.[1] ?? text).trim();
    const [, login, host = ''] = NO_REPLY.exec(address) ?? [];
    return { address, ...(login !== undefined && hosts.includes(host.toLowerCase()) && { login }) };
  });
}

/** Where GitHub's own addresses are: github.com's, and those of the host that is spoken to. */
export function noReplyHosts(apiUrl: string): string[] {
  const host = new URL(apiUrl).hostname.replace(/^api\./, '');
  return ['users.noreply.github.com', `users.noreply.${host}`];
}
