import type { Account, Issue, Pull, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';

export interface NewIssue {
  readonly author: Account;
  readonly title: string;
  readonly body: string | null;
  readonly pull?: Pull;
}

/** Issues and pull requests take their numbers from one row. */
export function newIssue(
  world: World,
  repository: Repository,
  { author, title, body, pull }: NewIssue,
): Issue {
  const number = repository.nextNumber;
  repository.nextNumber += 1;
  const issue: Issue = {
    id: world.nextId(),
    number,
    author,
    title,
    body,
    state: 'open',
    stateReason: null,
    locked: false,
    lockReason: null,
    createdAt: world.now(),
    updatedAt: world.now(),
    labels: new Set(),
    assignees: new Set(),
    comments: [],
    reactions: [],
    ...(pull !== undefined && { pull }),
  };
  repository.issues.set(number, issue);
  return issue;
}
