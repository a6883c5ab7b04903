import { parseCommand } from '../command.ts';
import type { EnvironmentChange } from '../configuration/change.ts';
import type { Standing } from '../configuration/standing.ts';
import { verdictOf } from '../plan/plan.ts';
import type { TargetPreview } from '../plan/preview.ts';
import type { ButtonFact, CommentFact, GateFacts, ReviewFact, ShownPlan } from './facts.ts';

/** A recorded preview: the changes of a pull request in one environment. */
export interface PreviewFact extends ShownPlan {
  readonly environment: string;
  readonly targets: readonly TargetPreview[];
  readonly configuration?: EnvironmentChange;
  /** The commit is a fork's, and nobody has let it in. */
  readonly held?: true;
}

/** Whether a preview has to be on show; one without contents has not. */
export function isWorthShowing({ targets, configuration, held }: PreviewFact): boolean {
  return targets.length > 0 || configuration !== undefined || held === true;
}

/** All facts of a pull request, from GitHub and from the records. Plain data. */
export interface Recorded<Preview extends PreviewFact = PreviewFact> {
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly author: string;
  /** Oldest first. */
  readonly previews: readonly Preview[];
  /** Previews of other pull requests that had a head of this one: they are, or were, in the same checks. */
  readonly siblings: readonly PreviewFact[];
  readonly reviews: readonly (Omit<ReviewFact, 'user'> & { readonly user: { readonly login: string } })[];
  readonly comments: readonly {
    readonly author: { readonly login: string };
    readonly body: string;
    readonly createdAt: number;
    readonly updatedAt: number;
  }[];
  readonly buttons: readonly (ButtonFact & { readonly environment: string })[];
  readonly contributors: GateFacts['contributors'];
  readonly people: GateFacts['people'];
}

/**
 * The facts by which one environment is decided.
 * @param current its latest preview of the head
 * @param standing of that preview's change of the configuration
 */
export function factsOf(
  recorded: Recorded,
  environment: string,
  current: PreviewFact | undefined,
  standing: Standing | undefined,
): GateFacts {
  const { head, author, reviews, comments, buttons, contributors, people } = recorded;
  return {
    environment,
    head,
    plans: plansOf(recorded, environment),
    ...(current !== undefined && { current: currentOf(current, standing) }),
    reviews: reviews.map(({ user, ...review }) => ({ ...review, user: user.login })),
    comments: comments.flatMap((comment) => approvalIn(comment, environment)),
    buttons: buttons.filter((button) => button.environment === environment),
    author,
    contributors,
    people,
  };
}

/** The shown plans; a held commit of a fork showed none, and a plan of another pull request is never approved here. */
function plansOf({ previews, siblings }: Recorded, environment: string): readonly ShownPlan[] {
  const others = siblings.map(({ shownAt: _theirs, ...preview }) => ({
    ...preview,
    elsewhere: true as const,
  }));
  return [...others, ...previews].filter(
    (preview) => preview.environment === environment && preview.held !== true,
  );
}

function currentOf(
  { fingerprint, targets, held }: PreviewFact,
  standing: Standing | undefined,
): NonNullable<GateFacts['current']> {
  const differs = (target: TargetPreview) => target.status === 'failed' || verdictOf(target.plan) !== 'clean';
  return {
    ...(fingerprint !== undefined && { fingerprint }),
    ...(held === true && { held }),
    problems: targets.flatMap(problemsOf),
    different: standing === 'due' || targets.some(differs),
  };
}

function problemsOf(target: TargetPreview): string[] {
  if (target.status === 'failed') return [`${target.target}: ${target.message}`];
  return target.plan.unknown.map(({ message }) => `${target.target}: ${message}`);
}

/** The approval of an environment in a comment, if any: `/plumb approve` without a name approves every environment. */
export function approvalIn(
  { author, body, createdAt, updatedAt }: Recorded['comments'][number],
  environment: string,
): CommentFact[] {
  const command = parseCommand(body);
  if (command?.name !== 'approve') return [];
  if (command.environment !== undefined && command.environment !== environment) return [];
  const { plan } = command;
  return [{ user: author.login, createdAt, updatedAt, ...(plan !== undefined && { plan }) }];
}
