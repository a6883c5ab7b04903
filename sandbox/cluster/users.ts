import { randomBytes } from 'node:crypto';

/** Somebody who may speak to the cluster. Without groups that RBAC knows they may do nothing. */
export type User = { name: string; groups?: readonly string[] };

export type Identity = { name: string; groups: readonly string[]; token: string };

/** The user of the current context. */
export const ADMIN = 'admin';

/**
 * The cluster's own programs have users of their own, so that whoever counts the administrator's requests in
 * the audit log counts only what a test or a person sent.
 */
const PROGRAMS: readonly User[] = [
  { name: 'sandbox', groups: ['system:masters'] },
  { name: 'kwok', groups: ['system:masters'] },
  { name: 'system:kube-controller-manager' },
  { name: 'system:kube-scheduler' },
];

export type Identities = { all: readonly Identity[]; of(name: string): Identity };

/** Everybody who may speak to the cluster, with a new token each. The administrator is the first. */
export function identities(users: readonly User[]): Identities {
  const all = [{ name: ADMIN, groups: ['system:masters'] }, ...PROGRAMS, ...users].map(identity);
  const byName = new Map(all.map((identity) => [identity.name, identity]));
  if (byName.size < all.length) {
    const reserved = [ADMIN, ...PROGRAMS.map(({ name }) => name)].join(', ');
    throw new Error(`sandbox cluster: user names must differ from each other and from ${reserved}`);
  }
  return { all, of: (name) => byName.get(name) ?? notKnown(name) };
}

function identity({ name, groups = [] }: User): Identity {
  return { name, groups, token: randomBytes(24).toString('hex') };
}

function notKnown(name: string): never {
  throw new Error(`sandbox cluster: no user ${name}`);
}

/** The file for kube-apiserver's --token-auth-file: token, user, uid, groups. */
export function tokenFile(all: readonly Identity[]): string {
  const line = ({ name, groups, token }: Identity) =>
    [token, name, name, groups.join(',')].map(quoted).join(',');
  return all.map((identity) => `${line(identity)}\n`).join('');
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
