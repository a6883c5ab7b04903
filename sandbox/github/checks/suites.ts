import type { App, CheckRun, CheckSuite, Repository } from '../world/model.ts';
import type { RefChange, World } from '../world/world.ts';
import { presentSuite } from './present.ts';

/** GitHub makes a suite for each App that may write checks as soon as there is a commit to check. */
export function requestSuites(world: World, { repository, after, actor }: RefChange, branch: string): void {
  for (const app of world.apps()) {
    const installation = world.installationOf(app, repository);
    if (installation?.permissions['checks'] !== 'write') continue;
    const known = repository.checkSuites.some((suite) => suite.app === app && suite.headSha === after);
    if (known) continue;
    const suite = suiteOf(world, repository, app, after, branch);
    const payload = { check_suite: presentSuite(world, repository, suite) };
    world.emit({
      name: 'check_suite',
      action: 'requested',
      repository,
      sender: actor,
      onlyApp: app,
      payload,
    });
  }
}

/** The App's suite of a commit, made where there is none. */
export function suiteOf(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  const known = repository.checkSuites.find((suite) => suite.app === app && suite.headSha === headSha);
  if (known !== undefined) return known;
  const suite = {
    id: world.nextId(),
    app,
    headSha,
    headBranch,
    createdAt: world.now(),
    updatedAt: world.now(),
  };
  repository.checkSuites.push(suite);
  return suite;
}

/** Runs of a suite; of each name the latest one. */
export function latestRuns(runs: readonly CheckRun[]): CheckRun[] {
  const byName = new Map(runs.map((run) => [`${run.app.id} ${run.name}`, run]));
  return [...byName.values()];
}
