import { isDeepStrictEqual } from 'node:util';
import type { CheckReport, Checks } from '../../src/ports/checks.ts';
import type { GitHubState } from './github-state.ts';

export interface MemoryChecks extends Checks {
  /** The latest run of that name on a commit. */
  at(commit: string, name: string): CheckReport | undefined;
}

export function memoryChecks({ now, said }: Pick<GitHubState, 'now' | 'said'>): MemoryChecks {
  /** By commit, then name. */
  const all = new Map<string, Map<string, CheckReport>>();
  const on = (commit: string) => all.get(commit) ?? new Map<string, CheckReport>();
  return {
    at: (commit, name) => on(commit).get(name),
    async publish(_repository, commit, check, { ifThere, ifNone } = {}) {
      const known = on(commit).get(check.name);
      if (known === undefined ? ifThere === true : ifNone === true) return undefined;
      if (known !== undefined && saysTheSame(known, check)) return now();
      all.set(commit, new Map([...on(commit), [check.name, check]]));
      said(`check ${check.name} of ${commit}: ${check.conclusion ?? 'pending'}`);
      return now();
    },
    list: async (_repository, commit) =>
      [...on(commit).values()].map(({ name, conclusion, reference }) => ({
        name,
        ...(conclusion !== undefined && { conclusion }),
        ...(reference !== undefined && { reference }),
      })),
  };
}

/** Buttons follow from the other fields. */
function saysTheSame(
  { actions: _a, ...known }: CheckReport,
  { actions: _b, ...check }: CheckReport,
): boolean {
  return isDeepStrictEqual(known, check);
}
