/** The only key of a marker in JSON. An object's own key of this name gets one more `$` (see `tree-json.ts`). */
export const MARKER_KEY = '$plumbline';

/** A value of a tree that is not told. Its class tells it from all that a source can write. */
abstract class Marker {
  /** The form in JSON; markers are equal where their forms are. */
  abstract toJSON(): object;
}

/** Stands for a secret value. */
export class Mask extends Marker {
  /** A keyed hash of the value: 12 hexadecimal digits. */
  readonly masked: string;

  constructor(masked: string) {
    super();
    this.masked = masked;
    Object.freeze(this);
  }

  toJSON(): object {
    return { [MARKER_KEY]: { masked: this.masked } };
  }
}

/** A text of which a part is secret; made by `maskedText`. */
class MaskedText extends Marker {
  readonly parts: readonly (string | Mask)[];

  constructor(parts: readonly (string | Mask)[]) {
    super();
    this.parts = Object.freeze(parts);
    Object.freeze(this);
  }

  toJSON(): object {
    return { [MARKER_KEY]: { text: this.parts } };
  }
}

/** Stands for a value that is another one at each render, of which the form alone is known. */
export class Undetermined extends Marker {
  /** `certificate`, in words for people. */
  readonly form: string;

  constructor(form: string) {
    super();
    this.form = form;
    Object.freeze(this);
  }

  toJSON(): object {
    return { [MARKER_KEY]: { unknown: 'unstable', form: this.form } };
  }
}

/** Stands for a value that is made up only when the change is applied. */
export class AssignedLater extends Marker {
  /** Who makes it up: `cluster`, in words for people. */
  readonly by: string;

  constructor(by: string) {
    super();
    this.by = by;
    Object.freeze(this);
  }

  toJSON(): object {
    return { [MARKER_KEY]: { unknown: 'after-apply', by: this.by } };
  }
}

export type { MaskedText };
export type AnyMarker = Mask | MaskedText | Undetermined | AssignedLater;

export function isMarker(value: unknown): value is AnyMarker {
  return value instanceof Marker;
}

export function isMaskedText(value: unknown): value is MaskedText {
  return value instanceof MaskedText;
}

export function equalMarkers(a: AnyMarker, b: AnyMarker): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A text of these parts, in its only form: a plain text without a mask, a mask where nothing else is left. */
export function maskedText(parts: readonly (string | Mask)[]): string | Mask | MaskedText {
  const joined: (string | Mask)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  const [only = '', ...others] = joined;
  return others.length === 0 ? only : new MaskedText(joined);
}
