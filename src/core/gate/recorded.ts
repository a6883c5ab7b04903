import { parseCommand } from '../command.ts';
import type { EnvironmentChange } from '../configuration/change.ts';
import type { Standing } from '../configuration/standing.ts';
import { verdictOf } from '../plan/plan.ts';
import type { TargetPreview } from '../plan/preview.ts';
import type { ButtonFact, CommentFact, GateFacts, ReviewFact, ShownPlan } from './facts.ts';

/** A preview as it is recorded: what a pull request would change in one environment. */
export interface PreviewFact extends ShownPlan {
  readonly environment: string;
  readonly targets: readonly TargetPreview[];
  readonly configuration?: EnvironmentChange;
  /** Of a fork's commit that nobody has let in. */
  readonly held?: true;
}

/** What is in neither check nor comment in full needs nobody to have seen it. */
export function isWorthShowing({ targets, configuration, held }: PreviewFact): boolean {
  return targets.length > 0 || configuration !== undefined || held === true;
}

/** All that is known of a pull request, by GitHub and by our records. Plain data. */
export interface Recorded<Preview extends PreviewFact = PreviewFact> {
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly author: string;
  /** Oldest first. */
  readonly previews: readonly Preview[];
  /** Of other pull requests that had a head of this one: they stand, or stood, in the same checks. */
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
 * What one environment is decided by.
 * @param current its latest preview of the head
 * @param standing of what that would change in the configuration
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

/** That a fork waited to be let in showed no plan; a plan of another pull request is not this one's to be approved. */
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

/** The approval of an environment in a comment; none, or one: `/plumb approve` without a name approves every environment. */
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
