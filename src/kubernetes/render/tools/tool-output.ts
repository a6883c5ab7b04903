import type { Origin } from '../../../core/change/subject.ts';
import { OpsError } from '../../../core/errors.ts';
import type { ExecResult } from '../../../process/exec.ts';
import type { IsolatedFolder } from '../../../process/isolation.ts';
import type { Declared } from '../../objects/resource.ts';
import { classify } from '../manifests/classify.ts';
import { findDuplicates } from '../manifests/find-duplicates.ts';
import { flatten } from '../manifests/flatten.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { joinErrors, sourceError } from '../yaml/source-error.ts';

/** A declared object, and the line of the output at which it begins, from 1. */
export interface Printed {
  readonly declared: Declared;
  readonly line: number;
}

/**
 * The objects that a tool printed.
 * @param name of the rendered file or folder, for errors
 * @throws OpsError `invalid-source`
 */
export function readOutput(name: string, output: string): Printed[] {
  if (output !== '' && !output.endsWith('\n')) throw incomplete(name);
  const entries = readYaml(name, output).flatMap((document) => flatten(name, document));
  return entries.map(classify).map((result) => {
    if (result.type !== 'declared') throw incomplete(name);
    return { declared: result.declared, line: result.declared.origin.line ?? 1 };
  });
}

/**
 * The error for output that is not all objects: a tool prints nothing else, unless it broke off. Among files, other
 * YAML may be there for somebody else.
 */
function incomplete(name: string): OpsError {
  return sourceError(
    name,
    'what was made of it holds something that is no object, or not all of one. Render it by hand to see.',
  );
}

/** Gives each object its origin, and refuses one that is there twice. */
export function withOrigins(
  folder: string,
  printed: readonly Printed[],
  originOf: (each: Printed) => Origin,
): Declared[] {
  const declared = printed.map((each) => ({ ...each.declared, origin: originOf(each) }));
  const errors = findDuplicates(declared);
  if (errors.length > 0) throw joinErrors(folder, errors);
  return declared;
}

/** A program, and how its errors are read. */
export interface Said {
  readonly tool: string;
  readonly words: (stderr: string) => string;
}

/**
 * The output of a tool that succeeded. A tool's error messages come in only here, and words that are not known to be
 * safe to show are left out.
 * @throws OpsError `invalid-source` when it did not succeed
 */
export function requireSuccess(
  { tool, words }: Said,
  folder: string,
  isolated: IsolatedFolder,
  result: ExecResult,
): string {
  if (result.code === 0) return result.stdout;
  throw new OpsError({
    code: 'invalid-source',
    subject: folder,
    message: `${tool} cannot render it: ${words(isolated.inWords(result.stderr))}. Put that right; "${tool}" by hand tells all.`,
  });
}
