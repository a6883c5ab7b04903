/**
 * Where a target's drift is recorded in its repository. A pull request that touches it touches the target.
 * @param target `<environment>/<name>`
 */
export function driftFile(target: string): string {
  return `.plumbline/drift/${target}.yaml`;
}
