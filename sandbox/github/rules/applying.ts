import { matchesGlob } from 'node:path';
import type { Protection, Repository } from '../world/model.ts';
import type { Rule, Ruleset } from './model.ts';

/** A rule that is in force for a branch, with where it comes from. */
export interface Applying {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
}

/** @param ref whole: `refs/heads/main` */
export function rulesFor(repository: Repository, ref: string): Applying[] {
  return repository.rulesets
    .filter(({ enforcement }) => enforcement === 'active')
    .filter(({ include, exclude }) => any(repository, include, ref) && !any(repository, exclude, ref))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ ruleset, rule })));
}

function any({ defaultBranch }: Repository, patterns: readonly string[], ref: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return ref === `refs/heads/${defaultBranch}`;
    return matchesGlob(ref, pattern);
  });
}

const OPEN: Protection = {
  requiredChecks: [],
  strict: false,
  requiredApprovals: 0,
  dismissStale: false,
  enforceAdmins: false,
};

/** What a branch asks of a pull request, by its protection and its rulesets together. Undefined: nothing. */
export function inForce(repository: Repository, branch: string): Protection | undefined {
  const rules = rulesFor(repository, `refs/heads/${branch}`);
  const own = repository.protection.get(branch);
  if (own === undefined && rules.length === 0) return undefined;
  return rules.reduce(added, own ?? OPEN);
}

function added(before: Protection, { rule, ruleset }: Applying): Protection {
  const protection = { ...before, enforceAdmins: before.enforceAdmins || !ruleset.adminsBypass };
  if (rule.type === 'pull_request') {
    const { required_approving_review_count: count, dismiss_stale_reviews_on_push: dismiss } =
      rule.parameters;
    const requiredApprovals = Math.max(protection.requiredApprovals, count);
    return { ...protection, requiredApprovals, dismissStale: protection.dismissStale || dismiss };
  }
  if (rule.type !== 'required_status_checks') return protection;
  const checks = rule.parameters.required_status_checks.map(({ context, integration_id: appId }) => ({
    context,
    ...(appId !== undefined && { appId }),
  }));
  return {
    ...protection,
    requiredChecks: [...protection.requiredChecks, ...checks],
    strict: protection.strict || rule.parameters.strict_required_status_checks_policy,
  };
}
