import type { RepositoryRef } from '../../core/refs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';

export interface HeadDeps {
  readonly pulls: Pick<Pulls, 'read' | 'ofHead'>;
  readonly previews: Pick<PreviewRecords, 'ofHeads'>;
}

/**
 * The pull requests whose head is the commit, open and into the default branch, or merged into it.
 * GitHub's own list may be late, so the recorded ones are read too.
 */
export async function pullsOfHead(
  { pulls, previews }: HeadDeps,
  repository: RepositoryRef,
  head: string,
  branch: string,
): Promise<readonly PullRequest[]> {
  const known = (await previews.ofHeads(repository.id, [head])).map(({ pull }) => pull);
  const numbers = [...new Set([...known, ...(await pulls.ofHead(repository, head))])];
  const read = await Promise.all(numbers.map((number) => pulls.read({ repository, number })));
  return read.filter(
    (pull) => pull.head.sha === head && pull.base.branch === branch && pull.state !== 'closed',
  );
}
