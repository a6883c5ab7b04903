const FOLDER = '.plumbline/drift/';
const FORM = /^\.plumbline\/drift\/([^/]+\/[^/]+)\.yaml$/;

/**
 * Where a target's drift is recorded in its repository. Our pull request that brings it touches the target.
 * @param target `<environment>/<name>`
 */
export function driftFile(target: string): string {
  return `${FOLDER}${target}.yaml`;
}

/** The target whose drift is recorded there; undefined: it is no such file. */
export function recordedTarget(path: string): string | undefined {
  return FORM.exec(path)?.[1];
}

/**
 * The branch of the pull request that reverts a target's drift; targets have no dot in their names.
 * @param number from 2 on: beside those that hold what others wrote
 */
export function driftBranch(target: string, number = 1): string {
  return `plumbline/drift/${target}${number === 1 ? '' : `.${number}`}`;
}
