import { OpsError } from '../../core/errors.ts';
import { describeResource } from '../objects/resource.ts';
import { aboutOriginal, dryRunAsNew } from './dry-run-as-new.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { type Expectation, failed, withOrigin } from './prediction.ts';

const ELSEWHERE = 'default';

/**
 * Dry-runs an object of a namespace that does not exist yet, in a namespace that every cluster has.
 * @param whose the sync that creates the namespace, in words
 */
export async function dryRunElsewhere(input: DryRunInput, whose: string): Promise<Expectation> {
  const { item, live, body, left } = input;
  const reason = `tried in another namespace: ${item.id.namespace} is created by ${whose}`;
  const pending = { item, live, body, left, prediction: { status: 'pending', reason } as const };
  try {
    await dryRunAsNew(input, ELSEWHERE);
    return pending;
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    // Any other refusal may be about that namespace alone, and says nothing about the one to come.
    if (error.code !== 'invalid') return pending;
    const { code, subject, message } = error;
    const original = aboutOriginal(message.slice(subject.length + 2), item.id, ELSEWHERE);
    const refusal = new OpsError({
      code,
      subject: describeResource(item.id),
      message: original,
      cause: error,
    });
    return { item, live, body, left, prediction: failed(withOrigin(refusal, item)) };
  }
}
