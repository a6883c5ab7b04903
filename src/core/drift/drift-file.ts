const FOLDER = '.plumbline/drift/';
const FORM = /^\.plumbline\/drift\/([^/]+\/[^/]+)\.yaml$/;

/**
 * The file that records a target's drift in its repository. The drift pull request that adds it touches the target.
 * @param target `<environment>/<name>`
 */
export function driftFile(target: string): string {
  return `${FOLDER}${target}.yaml`;
}

/** The target whose drift a file records; undefined: the path is no such file. */
export function recordedTarget(path: string): string | undefined {
  return FORM.exec(path)?.[1];
}

/**
 * The branch of the pull request that reverts a target's drift; targets have no dot in their names.
 * @param number from 2 on: beside branches that hold other people's commits
 */
export function driftBranch(target: string, number = 1): string {
  return `plumbline/drift/${target}${number === 1 ? '' : `.${number}`}`;
}
