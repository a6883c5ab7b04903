import { describeOrigin } from '../../core/change/subject.ts';
import { type Declared, type ResourceId, describeResource, resourceKey } from '../objects/resource.ts';
import { generatedName } from '../order/hooks.ts';

interface Item extends Pick<Declared, 'object' | 'origin'> {
  readonly id: ResourceId;
}

interface Twice {
  /** `<file>:<line>` of the second one. */
  readonly place: string;
  readonly problem: string;
}

/** Every object that is declared a second time. An object with a generated name is never declared twice. */
export function declaredTwice(items: readonly Item[]): Twice[] {
  const first = new Map<string, Item>();
  return items.flatMap((item) => {
    // Each is created under a name of its own.
    if (generatedName(item.object) !== undefined) return [];
    const key = resourceKey(item.id);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, item);
    return earlier === undefined ? [] : [twice(item, earlier)];
  });
}

function twice({ id, origin }: Item, earlier: Item): Twice {
  const first = `${describeOrigin(earlier.origin)} declares it already`;
  const problem = `${describeResource(id)} is declared twice: ${first}. Remove one of the two.`;
  return { place: describeOrigin(origin), problem };
}
