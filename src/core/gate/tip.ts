/** What the check on the default branch refers to: it is of no pull request, and of the configuration itself. */
export const TIP = { pull: 0, environment: 'configuration' } as const;
