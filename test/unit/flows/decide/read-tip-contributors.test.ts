import { describe, expect, it } from 'vitest';
import type { Base } from '../../../../src/flows/configuration/read-base.ts';
import { readTipContributors } from '../../../../src/flows/decide/read-tip-contributors.ts';
import type { Commits } from '../../../../src/ports/mirror.ts';
import type { Push } from '../../../../src/ports/reviewers.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };
const NONE = '0'.repeat(40);

interface Site {
  /** First parents of each commit, the root last; of a commit that is not named nothing is known. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly inForce: string;
  readonly tip: string;
  /** Newest first. */
  readonly pushes: readonly (readonly [actor: string, before: string, after: string])[];
}

/** Logins of those who pushed what the tip says otherwise, where no commit since touches the file. */
async function pushersOf({ history, inForce, tip, pushes }: Site): Promise<string[]> {
  const commits: Pick<Commits, 'contains' | 'touching'> = {
    contains: async (of, sha) => history[of]?.includes(sha) === true,
    touching: async () => [],
  };
  const base = { branch: 'main', tip, inForce: { commit: inForce }, commits } as unknown as Base;
  const all = pushes.map(([actor, before, after]): Push => ({ actor, before, after, merge: false }));
  const reviewers = { pushes: async () => all, signed: () => Promise.reject(new Error('Nobody signed it.')) };
  const configuration = {
    paths: ['.github/plumbline.yml'],
    find: async () => undefined,
    parse: () => ({ environments: [] }),
  };
  const found = await readTipContributors({ reviewers, configuration }, REPOSITORY, base);
  return found.map(({ role, login }) => login ?? `?${role}`);
}

const HISTORY = { old: ['old'], strict: ['strict', 'old'], next: ['next', 'old'] };
const BEGINNING = [
  ['ada', 'old', 'strict'],
  ['ada', NONE, 'old'],
] as const;

describe('who had a hand in what the default branch says otherwise', () => {
  it('U2: whoever set the branch back, though somebody else pushed on top of that', async () => {
    const pushes = [['bob', 'old', 'next'], ['mallory', 'strict', 'old'], ...BEGINNING] as const;
    const site = { history: HISTORY, inForce: 'strict', tip: 'next', pushes };
    expect(await pushersOf(site)).toEqual(['bob', 'mallory']);
  });

  it('U2: also where what they took away was never fetched', async () => {
    const pushes = [
      ['bob', 'old', 'next'],
      ['mallory', 'unknown', 'old'],
      ['carol', 'strict', 'unknown'],
      ...BEGINNING,
    ] as const;
    const site = { history: HISTORY, inForce: 'strict', tip: 'next', pushes };
    expect(await pushersOf(site)).toContain('mallory');
  });

  it('a branch that was set back before is nobody’s part in what came since', async () => {
    const history = { ...HISTORY, next: ['next', 'strict', 'old'] };
    const pushes = [['bob', 'strict', 'next'], ['eve', 'gone', 'old'], ...BEGINNING] as const;
    expect(await pushersOf({ history, inForce: 'strict', tip: 'next', pushes })).toEqual(['bob']);
  });
});
