import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { LEFT_NOTHING } from '../fields/managers/field-managers.ts';
import type { Identified } from '../identify/identify.ts';
import { PART_OF } from '../inventory/inventory.ts';
import { describeResource } from '../objects/resource.ts';
import { aboutOriginal, dryRunAsNew } from './dry-run-as-new.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { estimateOf } from './estimate.ts';
import { type Expectation, failed, withOrigin } from './prediction.ts';

/** The failed prediction of an object that the plan's readers may not see. */
export function closed(item: Identified): Expectation {
  return forbidden(
    item,
    'it exists, and is not managed here, so nothing of it is shown and this plan cannot be approved. Remove it from ' +
      'the source or from the cluster, or ask the administrator of this Plumbline for "take-over: true" in the ' +
      "repository's grant.",
  );
}

/**
 * The failed prediction of an object that belongs to a target of another environment.
 * @param owner that target's id
 */
export function kept(item: Identified, owner: string): Expectation {
  return forbidden(
    item,
    `it is an object of target ${owner}, which another gate keeps, so this plan cannot be approved. Declare it in one ` +
      `of the two. To move it here, let ${owner} give it up first: take it out there and, if it is not pruned, take its ` +
      `label "${PART_OF}" away.`,
  );
}

function forbidden(item: Identified, message: string): Expectation {
  const subject = `${describeOrigin(item.origin)}: ${describeResource(item.id)}`;
  const prediction = failed(new OpsError({ code: 'forbidden', subject, message }));
  return { item, live: undefined, body: item.object, prediction, left: LEFT_NOTHING };
}

/**
 * Predicts a Secret that is taken over, with the declared data in place of the live data. The server dry-runs it as a
 * new object: it would refuse a change of an immutable Secret, but not equal data.
 * @param input made as for an object that is not live: the values of ignored fields would come from the live one
 */
export async function cover(input: DryRunInput, live: JsonObject): Promise<Expectation> {
  const { item, body, left } = input;
  try {
    await dryRunAsNew(input);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const { code, subject, message } = error;
    const said = aboutOriginal(message.slice(subject.length + 2), item.id);
    const refusal = new OpsError({ code, subject: describeResource(item.id), message: said, cause: error });
    return { item, live: undefined, body, left, prediction: failed(withOrigin(refusal, item)) };
  }
  const { data: _data, ...rest } = live;
  const estimate = estimateOf(input, rest);
  return { item, live, body, left, prediction: { status: 'covered', ...estimate, wanted: estimate.object } };
}
