/**
 * Field managers of interactive tools. Controllers and other tools keep their fields. `before-first-apply` is nobody in
 * particular: the server's name for the writers of an object before its owners were recorded.
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

/** Whether a field manager stands for a person. */
export function isInteractive(manager: string): boolean {
  return INTERACTIVE.some((pattern) => pattern.test(manager));
}
