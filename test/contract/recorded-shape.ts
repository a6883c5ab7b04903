/** What a JSON value is, as far as a reader relies on it. */
type Kind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** By path (`pull_request.head.repo.id`, `commits[].id`), the kinds that were seen there. */
export type Shape = ReadonlyMap<string, ReadonlySet<Kind>>;

/** The fields of any number of values, taken together. */
export function shapeOf(values: readonly unknown[]): Shape {
  const shape = new Map<string, Set<Kind>>();
  for (const value of values) visit(shape, '', value);
  return shape;
}

function visit(shape: Map<string, Set<Kind>>, path: string, value: unknown): void {
  const kinds = shape.get(path) ?? new Set<Kind>();
  shape.set(path, kinds.add(kindOf(value)));
  if (Array.isArray(value)) for (const each of value) visit(shape, `${path}[]`, each);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) visit(shape, path === '' ? key : `${path}.${key}`, each);
}

function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

/**
 * What the real ones have and ours have not: a field that is missing, or of another kind. What ours has as null is
 * not looked into, nor lists of ours that are empty: whether null is allowed there, GitHub's description decides.
 */
export function missingIn(ours: Shape, real: Shape): string[] {
  return [...real].flatMap(([path, kinds]) => {
    const own = ours.get(path);
    if (own === undefined) return isBelowNothing(ours, path) ? [] : [`${path} is missing`];
    const shared = [...kinds].some((kind) => own.has(kind));
    return shared || own.has('null') || kinds.has('null')
      ? []
      : [`${path} is ${[...own].join('|')}, not ${[...kinds].join('|')}`];
  });
}

/** Whether what is above the path is null in ours, an empty list, or missing itself (and told so). */
function isBelowNothing(ours: Shape, path: string): boolean {
  const above = ours.get(parentOf(path));
  return above === undefined || !above.has('object');
}

function parentOf(path: string): string {
  if (path.endsWith('[]')) return path.slice(0, -2);
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
