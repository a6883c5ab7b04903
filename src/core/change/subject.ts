/**
 * The identity of what an engine changes, in three parts that only the engine understands: of Kubernetes a kind with its
 * group, a namespace and a name (`apps/Deployment`, `shop`, `web`). `scope` is `''` where there is none.
 */
export interface Subject {
  readonly kind: string;
  readonly scope: string;
  readonly name: string;
}

/** The place in the source where an object is declared. */
export interface Origin {
  readonly file: string;
  /** First line of the object's document, from 1; absent where a tool made the object of the file. */
  readonly line?: number;
}

/** One string per identity, for maps and for order. */
export function subjectKey({ kind, scope, name }: Subject): string {
  return `${kind} ${scope}/${name}`;
}

/** The words for people: `apps/Deployment shop/web`, `Namespace shop`. */
export function describeSubject({ kind, scope, name }: Subject): string {
  return `${kind} ${placeInKind({ scope, name })}`;
}

/** `shop/web`, `web`. */
export function placeInKind({ scope, name }: Pick<Subject, 'scope' | 'name'>): string {
  return scope === '' ? name : `${scope}/${name}`;
}

export function describeOrigin(origin: Origin): string {
  return origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
}
