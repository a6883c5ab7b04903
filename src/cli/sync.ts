import { OpsError } from '../core/errors.ts';
import { planDifferences } from '../core/plan/plan-differences.ts';
import { type Plan, isEmpty, obstacles } from '../core/plan/plan.ts';
import type { SyncReport } from '../core/sync/outcome.ts';
import { sync } from '../flows/deploy/sync.ts';
import { type Engines, planTarget } from '../flows/plan-target.ts';
import { syncJson } from '../report/json.ts';
import { syncEventLine } from '../report/terminal/sync-event.ts';
import { syncMarkdown, syncText } from '../report/terminal/sync.ts';
import { planText } from '../report/terminal/text.ts';
import type { CliDeps } from './deps.ts';
import type { Output } from './diff.ts';
import { type ExitCode, EXIT } from './exit-code.ts';
import { type Located, targetOfPath } from './target-of-path.ts';
import type { PathOptions } from './target-options.ts';

export interface SyncOptions extends PathOptions {
  readonly output: Output;
  /** Apply without asking. */
  readonly yes?: boolean;
  /** The fingerprint of the approved plan. */
  readonly plan?: string;
  /** Seconds to wait for health. */
  readonly timeout: number;
}

/** `plumb sync PATH`: shows the plan, asks, applies exactly this plan, waits for health. */
export async function syncPath(
  deps: CliDeps,
  path: string | undefined,
  options: SyncOptions,
): Promise<ExitCode> {
  const located = await targetOfPath(deps, path, options);
  if (located.fromInput && options.name === undefined) throw noName(located);
  const engines = await deps.engines({ ...options, contexts: located.contexts });
  const approved = options.plan ?? (await approve(deps, engines, located, options));
  if (approved === undefined) return EXIT.different;
  const report = await sync(engines, {
    ...located,
    approved,
    timeout: options.timeout * 1000,
    signal: deps.interruptible(),
    observe: (event) => deps.terminal.err(syncEventLine(event, deps.terminal.errStyle)),
  });
  return tell(deps, report, options.output);
}

/** Shows the plan and asks. @returns its fingerprint; undefined without a yes. */
async function approve(
  deps: CliDeps,
  engines: Engines,
  located: Located,
  options: SyncOptions,
): Promise<string | undefined> {
  const answer = await planTarget(engines, located.target, { source: located.source, purpose: 'preview' });
  if (answer.status === 'failed') throw refused(answer.message);
  await deps.records.save(answer.plan);
  deps.terminal.err(planText(answer, deps.terminal.errStyle));
  if (!isToAsk(answer.plan) || options.yes === true) return answer.plan.fingerprint;
  if (!deps.terminal.interactive || located.fromInput) {
    deps.terminal.err(nobodyToAsk(answer.plan));
    return undefined;
  }
  const question = `Apply this plan to ${answer.plan.destination}? Only "yes" applies it:`;
  if (await deps.terminal.confirm(question)) return answer.plan.fingerprint;
  deps.terminal.err('Nothing was applied.');
  return undefined;
}

/** Whether a plan needs an answer: an empty one does not, and neither does one that a sync refuses. */
function isToAsk(plan: Plan): boolean {
  return !isEmpty(plan) && obstacles(plan).length === 0;
}

/** Splits a whole message (subject first, next step last) into its parts. */
function refused(message: string): OpsError {
  const [subject = '', ...rest] = message.split(': ');
  return new OpsError({ code: 'invalid', subject, message: rest.join(': ') });
}

function nobodyToAsk({ fingerprint }: Plan): string {
  return `plan ${fingerprint}: nobody is there to approve it, so nothing was applied. Approve it with --plan ${fingerprint}, or apply whatever is planned with --yes.`;
}

/** Two pipes with the same name would own each other's objects. */
function noName({ target }: Located): OpsError {
  return new OpsError({
    code: 'usage',
    subject: target.path,
    message:
      'what is applied from the standard input is kept together under a name, and none is given. Add --name NAME.',
  });
}

async function tell(deps: CliDeps, report: SyncReport, output: Output): Promise<ExitCode> {
  const approved = report.status === 'stale' ? await deps.records.find(report.approved) : undefined;
  const different =
    report.status === 'stale' && approved !== undefined ? planDifferences(approved, report.plan) : undefined;
  const print = { text: syncText, markdown: syncMarkdown, json: syncJson }[output];
  deps.terminal.out(print(report, different, deps.terminal.outStyle));
  if (report.status === 'stale') return EXIT.different;
  return report.status === 'synced' ? EXIT.clean : EXIT.unknown;
}
