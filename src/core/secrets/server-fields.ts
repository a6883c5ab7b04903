/** Metadata that the server keeps for itself: never a difference, and never sent. */
export const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);

/** kubectl's copy of its last applied object. It may hold a Secret in clear text. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
