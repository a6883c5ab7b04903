/** What a button of a check run asks for: to approve exactly that plan, or to plan again ("Re-run"). */
export type Button = 'approve' | 'plan';

/** How GitHub sends it back to us. */
export const APPROVE: Button = 'approve';
