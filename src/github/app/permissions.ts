/** The permissions in `app.yml`. */
export const PERMISSIONS: Readonly<Record<string, 'read' | 'write'>> = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  issues: 'read',
  checks: 'write',
  deployments: 'write',
  merge_queues: 'read',
  members: 'read',
};

/** The events in `app.yml`. */
export const EVENTS: readonly string[] = [
  'pull_request',
  'pull_request_review',
  'issue_comment',
  'check_run',
  'check_suite',
  'push',
  'merge_group',
];

/** The permissions that are not granted: `checks: write`. */
export function lackingOf(granted: Readonly<Record<string, string>>): string[] {
  return Object.entries(PERMISSIONS)
    .filter(([name, level]) => granted[name] !== level && granted[name] !== 'write')
    .map(([name, level]) => `${name}: ${level}`);
}

const MEANS: Readonly<Record<string, string>> = {
  'contents: write': 'Nothing is planned, and no drift pull request is opened.',
  'pull_requests: write': 'Pull requests get no comment, and drift pull requests are not opened.',
  'issues: read': 'Commands (/plumb …) do not arrive.',
  'checks: write': 'No verdict is shown, so that nothing can be approved.',
  'deployments: write': 'A merge cannot show its deployment, and does not begin it.',
  'members: read': 'Nobody is known to be in a team that a gate names.',
  'merge_queues: read':
    'Entries of a merge queue are noticed by the push of their branch alone, and within ten minutes where that does not arrive.',
};

/** The features that do not work without these permissions, in sentences. */
export function meaningOf(permissions: readonly string[]): string[] {
  return permissions.flatMap((permission) => MEANS[permission] ?? []);
}
