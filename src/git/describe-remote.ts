/**
 * Where a remote lives: the same words for each way to clone it, and without credentials.
 * `https://token@github.com/acme/shop.git` and `git@github.com:acme/shop` are both `github.com/acme/shop`.
 * A remote that is a folder stays its path.
 */
export function describeRemote(url: string): string {
  const [, host, path] =
    /^[a-z+]+:\/\/(?:[^/]*@)?([^/]+)\/+(.+)$/i.exec(url) ?? /^(?:[^/@]*@)?([^/:@]+):(.+)$/.exec(url) ?? [];
  if (host === undefined || path === undefined) return url.replace(/^file:\/\//, '');
  const name = path
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return `${host.toLowerCase()}/${name}`;
}
