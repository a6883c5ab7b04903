/**
 * Managers behind which a person sits. Controllers and other tools keep what they write. `before-first-apply` is nobody: the
 * server's name for whoever wrote an object before its owners were recorded.
 */
const INTERACTIVE = [
  /^before-first-apply$/,
  /^kubectl(-|$)/,
  /^k9s/i,
  /^(open|free)?lens/i,
  /^headlamp/i,
  /^dashboard/i,
  /^(node-fetch|Mozilla|curl|Wget|PostmanRuntime)/i,
];

/** Whether a person sits behind a field manager. */
export function isInteractive(manager: string): boolean {
  return INTERACTIVE.some((pattern) => pattern.test(manager));
}
