import type { RepositoryRef } from '../ports/jobs.ts';
import type { CheckReference, CheckReport, Checks } from '../ports/checks.ts';
import type { App, Octokit } from './app.ts';
import { asked, ofRepository } from './refusal.ts';
import { timeOf } from './time.ts';

export function createChecks(app: App): Checks {
  return {
    publish: (repository, commit, check, options) =>
      asked(`check "${check.name}" of ${repository.name}@${commit.slice(0, 7)}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const known = await findRun(app, octokit, repository, commit, check.name);
        const spared = known === undefined ? options?.ifThere : options?.ifNone;
        if (spared === true) return undefined;
        const fields = fieldsOf(check);
        if (known !== undefined && isToBeUpdated(known, check)) {
          const parameters = { ...ofRepository(repository), check_run_id: known.id };
          return timeOf(await octokit.rest.checks.update({ ...parameters, ...fields }));
        }
        const parameters = { ...ofRepository(repository), name: check.name, head_sha: commit };
        return timeOf(await octokit.rest.checks.create({ ...parameters, ...fields }));
      }),
  };
}

async function findRun(app: App, octokit: Octokit, repository: RepositoryRef, ref: string, name: string) {
  const { data } = await octokit.rest.checks.listForRef({
    ...ofRepository(repository),
    ref,
    check_name: name,
    app_id: app.id,
    filter: 'latest',
  });
  return data.check_runs[0];
}

type Run = NonNullable<Awaited<ReturnType<typeof findRun>>>;

/** Where it is not, a new one of the name takes its place. */
function isToBeUpdated({ status, external_id }: Run, { conclusion, reference }: CheckReport): boolean {
  // A run that has ended cannot be opened again.
  if (status === 'completed' && conclusion === undefined) return false;
  // Who has a page of before open presses the button of the plan that they read.
  const before = referenceOf(external_id);
  return (
    before.fingerprint === undefined ||
    (before.fingerprint === reference?.fingerprint && before.pull === reference.pull)
  );
}

function referenceOf(externalId: string | null): Partial<CheckReference> {
  return externalId === null || externalId === '' ? {} : (JSON.parse(externalId) as CheckReference);
}

function fieldsOf({ conclusion, title, summary, text, actions, reference }: CheckReport) {
  return {
    ...(reference !== undefined && { external_id: JSON.stringify(reference) }),
    ...(conclusion === undefined ? { status: 'in_progress' as const } : { conclusion }),
    output: { title, summary, ...(text !== undefined && { text }) },
    actions: (actions ?? []).map((action) => ({ ...action })),
  };
}
