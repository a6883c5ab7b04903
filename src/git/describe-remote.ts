/**
 * The address of a remote, without credentials and the same for each way to clone it.
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
