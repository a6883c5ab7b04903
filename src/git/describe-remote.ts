/**
 * Where a remote lives: the same words for each way to clone it, and without credentials.
 * `https://token@github.com/acme/shop.git` and `git@github.com:acme/shop` are both `github.com/acme/shop`.
 * A remote that is a folder stays its path.
 */
export function describeRemote(url: string): string {
  if (/^(file:|[./])/.test(url)) return url.replace(/^file:\/\//, '');
  const [, host, path] =
    /^[a-z+]+:\/\/(?:[^/]*@)?([^/]+)\/+(.+)$/i.exec(url) ?? /^(?:[^/@]*@)?([^/:@]+):(.+)$/.exec(url) ?? [];
  if (host === undefined || path === undefined) return url;
  const name = path
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return `${host.toLowerCase()}/${name}`;
}
