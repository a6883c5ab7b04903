import type { ShownPlan } from './facts.ts';

/** The plan that a person had before them, by GitHub's own times. */
export type Seen =
  | { readonly status: 'one'; readonly fingerprint: string; readonly head: string }
  /** Several different plans were on show, or may have been: nobody can tell which one the person read. */
  | { readonly status: 'several'; readonly head: string }
  | { readonly status: 'none' };

const NONE: Seen = { status: 'none' };

/**
 * The only plan on show for a commit until a time. Within the second of its showing a plan is not on show yet.
 * @param at GitHub's time, in whole seconds as milliseconds since the epoch
 */
export function planSeen(plans: readonly ShownPlan[], head: string, at: number): Seen {
  const sent = plans.filter((plan) => plan.head === head && plan.sentAt !== undefined && plan.sentAt <= at);
  if (new Set(sent.map(({ fingerprint }) => fingerprint)).size > 1) return { status: 'several', head };
  return onShow(sent, at)[0] ?? NONE;
}

/**
 * The only plan on show, where no commit is named: for the commit whose plan was sent last by then. A plan of another pull
 * request may have stood in the check of a later head, while the comment still told of this one.
 */
export function planSeenLast(plans: readonly ShownPlan[], at: number): Seen {
  const sent = plans.filter(({ sentAt }) => sentAt !== undefined && sentAt <= at);
  const own = sent.filter(({ elsewhere }) => elsewhere !== true);
  const last = own.toSorted((a, b) => (a.sentAt ?? 0) - (b.sentAt ?? 0)).at(-1);
  if (last === undefined) return NONE;
  const isOther = sent.some(
    ({ elsewhere, fingerprint }) => elsewhere === true && fingerprint !== last.fingerprint,
  );
  return isOther ? { status: 'several', head: last.head } : planSeen(plans, last.head, at);
}

/** The plan on show whose fingerprint begins with `id`. @param id hexadecimal digits, as comment and check show them */
export function planNamed(plans: readonly ShownPlan[], id: string, at: number): Seen {
  const named = onShow(plans, at).filter(({ fingerprint }) => fingerprint.startsWith(id.toLowerCase()));
  const [first, ...others] = named.toReversed();
  if (first === undefined) return NONE;
  const isSame = others.every(({ fingerprint }) => fingerprint === first.fingerprint);
  return isSame ? first : { status: 'several', head: first.head };
}

function onShow(plans: readonly ShownPlan[], at: number) {
  return plans.flatMap(({ head, fingerprint, shownAt }) =>
    fingerprint !== undefined && shownAt !== undefined && shownAt < at
      ? [{ status: 'one' as const, fingerprint, head }]
      : [],
  );
}

/** Digits of a fingerprint that name a plan to people. */
export const ID_DIGITS = 8;

/** The name of a plan in comments, checks and `/plumb approve ENVIRONMENT ID`. */
export function planId(fingerprint: string): string {
  return fingerprint.slice(0, ID_DIGITS);
}
