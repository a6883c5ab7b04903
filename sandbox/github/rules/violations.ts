import { ZEROS } from '../git/zeros.ts';
import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { rulesFor } from './applying.ts';
import type { Rule } from './model.ts';

/** A movement that somebody asks for without the merge button. */
export interface Movement {
  readonly repository: Repository;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly actor: Account;
}

/** What of a branch's rulesets it would break, in GitHub's words. */
export function violationsOf(world: World, movement: Movement): string[] {
  const { repository, ref, actor } = movement;
  const admin = world.roleOf(actor, repository) === 'admin';
  const broken = rulesFor(repository, ref)
    .filter(({ ruleset }) => !(admin && ruleset.adminsBypass))
    .flatMap(({ rule }) => wordsOf(rule, movement));
  return [...new Set(broken)];
}

function wordsOf(rule: Rule, { before, after, forced }: Movement): string[] {
  const created = before === ZEROS;
  const deleted = after === ZEROS;
  if (rule.type === 'creation')
    return created ? ['Cannot create ref due to creations being restricted.'] : [];
  if (rule.type === 'deletion')
    return deleted ? ['Cannot delete this ref due to deletions being restricted.'] : [];
  if (created || deleted) return [];
  if (rule.type === 'update') return ['Cannot update this protected ref.'];
  if (rule.type === 'non_fast_forward') return forced ? ['Cannot force-push to this branch'] : [];
  if (rule.type === 'pull_request') return ['Changes must be made through a pull request.'];
  if (rule.type !== 'required_status_checks') return ['Commits must have verified signatures.'];
  return rule.parameters.required_status_checks.map(
    ({ context }) => `Required status check "${context}" is expected.`,
  );
}

/** As the API tells them. */
export function violationMessage(violations: readonly string[]): string {
  return `Repository rule violations found\n\n${violations.join('\n\n')}\n\n`;
}
