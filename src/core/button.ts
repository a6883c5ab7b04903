/** The request of a check run's button: approve exactly that plan, or plan again ("Re-run"). */
export type Button = 'approve' | 'plan';

/** The identifier that GitHub sends back when the button is pressed. */
export const APPROVE: Button = 'approve';
