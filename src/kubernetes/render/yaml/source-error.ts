import { OpsError } from '../../../core/errors.ts';

/** A problem at a place of a source file. Its words never quote the source: that may be a secret. */
export function sourceError(place: string, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject: place, message });
}

/** One error for the problems of several files, each on a line of its own. */
export function joinErrors(folder: string, errors: readonly OpsError[]): OpsError {
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return first;
  const lines = errors.map((error) => `\n  ${error.message}`).join('');
  const message = `${errors.length} problems in the source.${lines}`;
  return new OpsError({ code: 'invalid-source', subject: folder, message, cause: errors });
}
