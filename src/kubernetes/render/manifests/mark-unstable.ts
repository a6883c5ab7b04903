import { describeOrigin } from '../../../core/change/subject.ts';
import { OpsError } from '../../../core/errors.ts';
import { textAt } from '../../../core/json/read-json.ts';
import type { Declared } from '../../objects/resource.ts';
import { generatedName } from '../../order/hooks.ts';
import { joinErrors, sourceError } from '../yaml/source-error.ts';
import { differencesOf } from './unstable-fields.ts';

/**
 * The objects of one render, each with its allowed differences from another render of the same source.
 * @throws OpsError `invalid-source` when the two renders do not even hold the same objects, or differ in a field
 *   whose next value nobody could approve; the latter names each object, field and template
 */
export function markUnstable(
  folder: string,
  first: readonly Declared[],
  second: readonly Declared[],
): Declared[] {
  const others = new Map(second.map((each) => [nameOf(each), each]));
  const strangers = first.filter((each) => !others.has(nameOf(each)));
  if (strangers.length > 0 || first.length !== second.length) throw otherObjects(folder, strangers);
  const compared = first.map((each) => ({
    each,
    ...differencesOf(each.object, others.get(nameOf(each))?.object),
  }));
  const errors = compared.flatMap(({ each, refused }) => (refused.length > 0 ? [unfit(each, refused)] : []));
  if (errors.length > 0) throw joinErrors(folder, errors);
  return compared.map(({ each, unstable }) => (unstable.length > 0 ? { ...each, unstable } : each));
}

function nameOf({ object }: Declared): string {
  const parts = [
    object['apiVersion'],
    object['kind'],
    textAt(object, 'metadata', 'namespace'),
    generatedName(object) ?? textAt(object, 'metadata', 'name'),
  ];
  return parts.map(String).join(' ');
}

function unfit({ object, origin }: Declared, pointers: readonly string[]): OpsError {
  const name = `${textAt(object, 'kind')} ${generatedName(object) ?? textAt(object, 'metadata', 'name')}`;
  return sourceError(
    describeOrigin(origin),
    `${name}: ${pointers.join(', ')} is another one each time it is rendered, so that what is approved would not be what ` +
      `is applied. Put a fixed value in its place, for instance from the values.`,
  );
}

function otherObjects(folder: string, strangers: readonly Declared[]): OpsError {
  const [example] = strangers;
  const where = example === undefined ? '' : ` One of them is from ${describeOrigin(example.origin)}.`;
  return new OpsError({
    code: 'invalid-source',
    subject: folder,
    message: `its templates make other objects each time they are rendered, so nothing could be approved.${where} Give them fixed names.`,
  });
}
