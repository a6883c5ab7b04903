import { OpsError } from '../../core/errors.ts';
import { versionOf } from '../objects/object-version.ts';
import { type Sight, remember } from '../observe/snapshot.ts';
import { type Asking, type Missing, type Question, questionOf } from './dry-run-input.ts';
import { foretell } from './dry-run.ts';
import { meaningOf } from './interpret-refusal.ts';
import { type Expectation, type Prediction, failed, withOrigin } from './prediction.ts';

/** An object that others keep writing is looked at again so often, and then told as it is. */
const ATTEMPTS = 5;

/**
 * The dry-run and the live object that it is compared with must be of one version: what a controller writes between the
 * two would look like a change of ours.
 */
export async function foresee(
  input: Asking & { readonly sight: Sight },
  question: Question,
  missing: Missing,
  attempts = ATTEMPTS,
): Promise<Expectation> {
  const { item, live, body, left } = question;
  const prediction = await remember(input.sight, question, () => ask(question, missing));
  const moved =
    live !== undefined &&
    prediction.status === 'predicted' &&
    versionOf(prediction.object) !== versionOf(live);
  if (!moved || attempts <= 1) return { item, live, body, left, prediction };
  try {
    const again = await input.client.find(item.type, item.id);
    return await foresee(input, questionOf(input, item, again), missing, attempts - 1);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { item, live, body, left, prediction: failed(withOrigin(error, item)) };
  }
}

async function ask(question: Question, missing: Missing): Promise<Prediction> {
  try {
    return await foretell(question);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return (await meaningOf(error, question, missing)) ?? failed(withOrigin(error, question.item));
  }
}
