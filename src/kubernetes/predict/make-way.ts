import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { StatusError } from '../client/status-error.ts';
import { type Beside, besides, isEntry, isNear } from '../fields/in-the-way.ts';
import { listTypesOf } from '../fields/list-types.ts';
import { isLeftAlone } from '../fields/managers/field-managers.ts';
import { ownershipsOf } from '../fields/managers/managed-fields.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { dryRunPatch } from './dry-run-patch.ts';
import { estimateOf } from './estimate.ts';
import type { Predicted } from './predicted.ts';

/**
 * Predicts a change that the server refuses as an apply alone, as one write like that of `kubectl replace`. The write
 * removes the fields that people added, the server's defaults beside a changing value (the other arm of a union), and
 * the remains of somebody else's edit of plumbline's fields. It removes as little as possible.
 * @returns undefined where the server refuses that write as well
 * @throws OpsError `invalid` where fields that a rule leaves alone may be in the way
 */
export async function makeWay(
  input: DryRunInput,
  live: JsonObject,
  refusal: StatusError,
): Promise<Predicted | undefined> {
  const additions = estimateOf(input, live).takeOver.length > 0;
  const owners = ownershipsOf(live);
  const found = besides(input.body, live, owners, listTypesOf(owners));
  const free = found.filter(({ path }) => !isLeftAlone(path, owners, input.left));
  let tried = additions ? undefined : 0;
  for (const goes of waysOf(free, refusal)) {
    if (goes.length === tried) continue;
    tried = goes.length;
    const estimate = estimateOf(
      input,
      live,
      goes.map(({ path }) => path),
    );
    const predicted = await unlessInvalid(dryRunPatch(input, live, estimate));
    if (predicted !== undefined) return { ...predicted, madeWay: goes };
  }
  const kept = found.filter((each) => !free.includes(each) && isNear(each, refusal.causes));
  if (kept.length > 0) throw keptInTheWay(refusal, kept);
  return undefined;
}

/** The refusal beside fields that a rule of the target leaves alone. */
function keptInTheWay({ subject, causes }: StatusError, kept: readonly Beside[]): OpsError {
  const problems = causes.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const managers = [...new Set(kept.flatMap((each) => each.managers))];
  const writers = managers.length === 0 ? 'what is live' : `what ${managers.join(' and ')} wrote`;
  return new OpsError({
    code: 'invalid',
    subject,
    message: `refused beside ${writers}, which a rule under "ignore" leaves alone: ${problems}. Change one of the two, or take the rule away.`,
  });
}

/** The sets of fields to remove, from the least to the most; each holds those before it. */
function waysOf(found: readonly Beside[], { causes }: StatusError): Beside[][] {
  const isFilled = ({ managers, path }: Beside) => managers.length === 0 && !isEntry(path);
  const near = found.filter((each) => isNear(each, causes));
  const ways = [
    near.filter(isFilled),
    found.filter(isFilled),
    near.filter(({ path }) => isEntry(path)),
    near,
  ];
  return [[], ...ways.map((_, at) => [...new Set(ways.slice(0, at + 1).flat())])];
}

export async function unlessInvalid(asked: Promise<Predicted>): Promise<Predicted | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid') return undefined;
    throw error;
  }
}
