import { OpsError } from '../core/errors.ts';
import { type Declared, describeOrigin } from '../core/resource.ts';
import { differingPointers } from '../core/unstable.ts';
import { textAt } from '../core/read-json.ts';

/**
 * The objects of one render, each with what another render of the same source made otherwise.
 * @throws OpsError `invalid-source` when the two do not even hold the same objects
 */
export function markUnstable(
  folder: string,
  first: readonly Declared[],
  second: readonly Declared[],
): Declared[] {
  const others = new Map(second.map((each) => [nameOf(each), each]));
  const strangers = first.filter((each) => !others.has(nameOf(each)));
  if (strangers.length > 0 || first.length !== second.length) throw otherObjects(folder, strangers);
  return first.map((each) => {
    const unstable = differingPointers(each.object, others.get(nameOf(each))?.object);
    return unstable.length > 0 ? { ...each, unstable } : each;
  });
}

function nameOf({ object }: Declared): string {
  const parts = [
    object['apiVersion'],
    object['kind'],
    textAt(object, 'metadata', 'namespace'),
    textAt(object, 'metadata', 'name'),
  ];
  return parts.map(String).join(' ');
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
