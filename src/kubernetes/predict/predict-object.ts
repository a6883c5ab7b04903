import { OpsError } from '../../core/errors.ts';
import { versionOf } from '../objects/object-version.ts';
import { type Snapshot, remember } from '../observe/snapshot.ts';
import { type Asking, type Missing, type DryRunInput, dryRunInput } from './dry-run-input.ts';
import { dryRunApply } from './dry-run.ts';
import { interpretRefusal } from './interpret-refusal.ts';
import { type Expectation, type Prediction, failed, withOrigin } from './prediction.ts';

/** How often an object that others keep writing is predicted, before the last prediction is taken as it is. */
const ATTEMPTS = 5;

/**
 * Predicts one object. The dry-run must be of the same version as the live object that it is compared with: a
 * controller's write between the two would look like a change of plumbline's.
 */
export async function predictObject(
  input: Asking & { readonly snapshot: Snapshot },
  asked: DryRunInput,
  missing: Missing,
  attempts = ATTEMPTS,
): Promise<Expectation> {
  const { item, live, body, left } = asked;
  const prediction = await remember(input.snapshot, asked, () => ask(asked, missing));
  const moved =
    live !== undefined &&
    prediction.status === 'predicted' &&
    versionOf(prediction.object) !== versionOf(live);
  if (!moved || attempts <= 1) return { item, live, body, left, prediction };
  try {
    const again = await input.client.find(item.type, item.id);
    return await predictObject(input, dryRunInput(input, item, again), missing, attempts - 1);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { item, live, body, left, prediction: failed(withOrigin(error, item)) };
  }
}

async function ask(asked: DryRunInput, missing: Missing): Promise<Prediction> {
  try {
    return await dryRunApply(asked);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return (await interpretRefusal(error, asked, missing)) ?? failed(withOrigin(error, asked.item));
  }
}
