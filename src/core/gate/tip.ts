/** The reference of the check on the default branch: no pull request, and the configuration itself. */
export const TIP = { pull: 0, environment: 'configuration' } as const;
