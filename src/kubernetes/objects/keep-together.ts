import type { Json, JsonObject } from '../../core/json/json.ts';
import type { Declared, Unstable } from './resource.ts';
import { isDigest, isOfCertificates, isOfDigest, secretForm } from './unstable-forms.ts';
import { spellings, valueAt, withValue } from './unstable.ts';

/** A declared object with its unstable values settled. */
export interface Kept {
  /** JSON pointers of the unstable values that stay as they are live; the other ones come from this render. */
  readonly held?: readonly string[];
}

interface Field extends Unstable {
  /** Position of its object. */
  readonly at: number;
  /** In base64 where it is of a Secret. */
  readonly rendered: Json | undefined;
  /** The live value where it is of the same form, else undefined. */
  readonly live: Json | undefined;
}

/**
 * Decides which unstable values stay as they are live. Certificates, their keys and their authorities come from one
 * render: where one of them is not live, all are made anew, unless the same render gives the missing one the value of
 * another one that is live. The digests for which pods are restarted are made anew with them.
 * @param liveOf the live object of a declared one
 */
export function keepTogether<Item extends Declared>(
  items: readonly Item[],
  liveOf: (item: Item) => JsonObject | undefined,
): (Item & Kept)[] {
  const fields = items.flatMap((item, at) => fieldsOf(item, at, liveOf(item)));
  const known = fields.filter(({ live }) => live !== undefined);
  const derived = new Map(
    fields.flatMap((field) => {
      const twin = field.live === undefined && known.find(({ rendered }) => rendered === field.rendered);
      return twin ? [[field, twin.live as Json] as const] : [];
    }),
  );
  const isKnown = (field: Field) => field.live !== undefined || derived.has(field);
  const certificates = fields.filter(({ form }) => isOfCertificates(form));
  const renewed = certificates.every(isKnown) ? [] : certificates;
  const isFresh = (field: Field) => renewed.includes(field) || !isKnown(field);
  const restart = fields.some((field) => !isOfDigest(field.form) && isFresh(field));
  const stays = (field: Field) =>
    field.live !== undefined && !renewed.includes(field) && !(restart && isOfDigest(field.form));
  return items.map((item, at) => {
    const own = fields.filter((field) => field.at === at);
    if (own.length === 0) return item;
    const settled = own.filter((field) => !renewed.includes(field) && derived.has(field));
    const object = settled.reduce((each, field) => withLive(each, field, derived.get(field)), item.object);
    return { ...item, object, held: own.filter(stays).map(({ pointer }) => pointer) };
  });
}

function fieldsOf({ object, unstable = [] }: Declared, at: number, live: JsonObject | undefined): Field[] {
  return unstable.map(({ pointer, form }) => {
    const rendered = encoded(valueAt(object, pointer), pointer);
    const value = spellings(pointer)
      .map((path) => valueAt(live, path))
      .at(-1);
    return { pointer, form, at, rendered, live: isOfForm(value, form, rendered) ? value : undefined };
  });
}

/** A rendered value as the server stores it. */
function encoded(value: Json | undefined, pointer: string): Json | undefined {
  const clear = pointer.startsWith('/stringData/') && typeof value === 'string';
  return clear ? Buffer.from(value, 'utf8').toString('base64') : value;
}

function isOfForm(value: Json | undefined, form: string, rendered: Json | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (isOfDigest(form)) return isDigest(value) && isDigest(rendered) && value.length === rendered.length;
  return !isOfCertificates(form) || secretForm(Buffer.from(value, 'base64').toString('latin1')) === form;
}

function withLive(object: JsonObject, { pointer }: Field, value: Json | undefined): JsonObject {
  if (typeof value !== 'string') return object;
  const clear = pointer.startsWith('/stringData/');
  return withValue(object, pointer, clear ? Buffer.from(value, 'base64').toString('utf8') : value);
}
