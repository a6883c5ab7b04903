import type { DriftPulls } from '../../ports/drift-pulls.ts';
import { lengthOfOthers, ownPart, withOwnPart } from '../../report/github/own-part.ts';
import type { DriftSite } from './drift-site.ts';

/** GitHub's limit of a pull request's body, in characters. */
const LIMIT = 65_536;

interface Words {
  /** Plumbline's part of the body. */
  readonly content: string;
  /** The title, applied only over one of plumbline's own titles. */
  readonly title?: string;
}

/** Updates plumbline's part of the pull request's body, and its title unless a person gave it another. */
export async function describe(
  { driftPulls }: { readonly driftPulls: Pick<DriftPulls, 'edit'> },
  { drift, pull, words }: DriftSite,
  { content, title }: Words,
): Promise<void> {
  if (pull === undefined) return;
  const isOurs = [words.title, words.foreignTitle].includes(pull.title);
  const room = LIMIT - lengthOfOthers(pull.body);
  const body = ownPart(content).length <= room ? withOwnPart(pull.body, content) : pull.body;
  const changes = {
    ...(title !== undefined && isOurs && pull.title !== title && { title }),
    ...(body !== pull.body.replaceAll('\r\n', '\n') && { body }),
  };
  if (Object.keys(changes).length === 0) return;
  await driftPulls.edit({ repository: drift.repository, number: pull.number }, changes);
}
