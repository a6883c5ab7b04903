import { OpsError } from '../../../core/errors.ts';

/** @throws OpsError `invalid-source` for a path that kustomize would fetch */
export function refuseRemote(file: string, path: string): void {
  if (!/^\s*[a-z][a-z0-9+.-]*:/i.test(path) && !/^\s*git@|\?ref=|[?&]timeout=/.test(path)) return;
  throw refused(
    file,
    `"${withoutCredentials(path)}" is elsewhere, and nothing is fetched. Put a copy into the repository.`,
  );
}

/** The address without a token that it may hold. */
function withoutCredentials(path: string): string {
  return path.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');
}

/**
 * @param place the path from the repository's root
 * @throws OpsError `invalid-source` for a path out of the repository
 */
export function refuseOutside(file: string, path: string, place: string): void {
  if (!place.startsWith('../') && place !== '..' && !path.startsWith('/')) return;
  throw refused(file, `"${path}" leads out of the repository. Name a path inside of it.`);
}

/** @throws OpsError `invalid-source` for a field that makes kustomize run Helm */
export function refuseHelm(file: string, field: string | undefined): void {
  if (field === undefined) return;
  throw refused(
    file,
    `${field} would fetch and run charts. Give the chart a target of its own with "render: helm".`,
  );
}

/**
 * Refuses a tag that readers of YAML understand differently: kustomize could read another path than we do.
 * @param place `file:line:column` of the tag, if there is one
 * @throws OpsError `invalid-source`
 */
export function refuseTag(place: string | undefined): void {
  if (place !== undefined) throw refused(place, 'a tag that not every reader of YAML knows. Leave it out.');
}

export function refused(file: string, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject: file, message });
}
