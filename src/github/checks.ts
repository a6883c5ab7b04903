import type { RepositoryRef } from '../core/refs.ts';
import type { CheckReference, CheckReport, Checks, OwnCheck } from '../ports/checks.ts';
import type { App, Octokit } from './app/app.ts';
import { REFERENCE } from './check-reference.ts';
import { asked, ofRepository } from './refusal.ts';
import { timeOf } from './time.ts';

export function createChecks(app: App): Checks {
  return {
    publish: (repository, commit, check, options) =>
      asked(`check "${check.name}" of ${repository.name}@${commit.slice(0, 7)}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const { known, at } = await findRun(app, octokit, repository, commit, check.name);
        const spared = known === undefined ? options?.ifThere : options?.ifNone;
        if (spared === true) return undefined;
        const fields = fieldsOf(check);
        if (known !== undefined && says(known, fields)) return at;
        if (known !== undefined && isToBeUpdated(known, check)) {
          const parameters = { ...ofRepository(repository), check_run_id: known.id };
          return timeOf(await octokit.rest.checks.update({ ...parameters, ...fields }));
        }
        const parameters = { ...ofRepository(repository), name: check.name, head_sha: commit };
        return timeOf(await octokit.rest.checks.create({ ...parameters, ...fields }));
      }),
    list: (repository, commit) =>
      asked(`checks of ${repository.name}@${commit.slice(0, 7)}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const parameters = { ...ofRepository(repository), ref: commit, app_id: app.id, per_page: 100 };
        return (await octokit.paginate(octokit.rest.checks.listForRef, parameters)).map(ownCheckOf);
      }),
  };
}

async function findRun(app: App, octokit: Octokit, repository: RepositoryRef, ref: string, name: string) {
  const answer = await octokit.rest.checks.listForRef({
    ...ofRepository(repository),
    ref,
    check_name: name,
    app_id: app.id,
    filter: 'latest',
  });
  return { known: answer.data.check_runs[0], at: timeOf(answer) };
}

type Run = NonNullable<Awaited<ReturnType<typeof findRun>>['known']>;

function ownCheckOf({ name, status, conclusion, external_id }: Run): OwnCheck {
  const reference = referenceOf(external_id);
  const concluded = status === 'completed' && conclusion !== null;
  return { name, ...(concluded && { conclusion }), ...(reference !== undefined && { reference }) };
}

/** Whether a run already has these fields. Buttons are not in GitHub's answer, but follow from the other fields. */
function says(run: Run, fields: ReturnType<typeof fieldsOf>): boolean {
  const { output, external_id: reference = '' } = fields;
  const isSame = 'conclusion' in fields ? run.conclusion === fields.conclusion : run.status === fields.status;
  return (
    isSame &&
    (run.external_id ?? '') === reference &&
    run.output.title === output.title &&
    run.output.summary === output.summary &&
    (run.output.text ?? '') === (output.text ?? '')
  );
}

/** Whether a run is to be updated; otherwise a new run of the same name replaces it. */
function isToBeUpdated({ status, external_id }: Run, { conclusion, reference }: CheckReport): boolean {
  // A run that has ended cannot be opened again.
  if (status === 'completed' && conclusion === undefined) return false;
  // A person with an old page open must press the button of the plan on that page.
  const before = referenceOf(external_id);
  return (
    before?.fingerprint === undefined ||
    (before.fingerprint === reference?.fingerprint && before.pull === reference.pull)
  );
}

function referenceOf(externalId: string | null): CheckReference | undefined {
  return externalId === null ? undefined : REFERENCE.safeParse(externalId).data;
}

function fieldsOf({ conclusion, title, summary, text, actions, reference }: CheckReport) {
  return {
    ...(reference !== undefined && { external_id: JSON.stringify(reference) }),
    ...(conclusion === undefined ? { status: 'in_progress' as const } : { conclusion }),
    output: { title, summary, ...(text !== undefined && { text }) },
    actions: (actions ?? []).map((action) => ({ ...action })),
  };
}
