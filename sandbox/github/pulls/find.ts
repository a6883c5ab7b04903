import { numberOf } from '../server/read-body.ts';
import { type Call, notFound, repositoryOf } from '../server/route.ts';
import type { Issue, Repository } from '../world/model.ts';
import type { PullIssue } from './present.ts';

/** @throws HttpError 404 */
export function issueIn(call: Call, name = 'issue_number'): { repository: Repository; issue: Issue } {
  const repository = repositoryOf(call);
  const issue = repository.issues.get(numberOf(call, name));
  if (issue === undefined) throw notFound();
  return { repository, issue };
}

/** @throws HttpError 404 */
export function pullIn(call: Call): { repository: Repository; issue: PullIssue } {
  const { repository, issue } = issueIn(call, 'pull_number');
  if (!isPull(issue)) throw notFound();
  return { repository, issue };
}

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined;
}

export function pullsOf(repository: Repository): PullIssue[] {
  return [...repository.issues.values()].filter(isPull);
}
