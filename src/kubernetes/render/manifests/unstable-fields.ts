import { X509Certificate } from 'node:crypto';
import type { Json, JsonObject } from '../../../core/json/json.ts';
import type { Unstable } from '../../objects/resource.ts';
import {
  type UnstableField,
  digestForm,
  isDigest,
  secretForm,
  unstableField,
} from '../../objects/unstable-forms.ts';
import { differingPointers, valueAt } from '../../objects/unstable.ts';

/** The differences between two renders of one object. */
export interface Differences {
  /** Fields that may differ with each render. */
  readonly unstable: readonly Unstable[];
  /** JSON pointers of the fields that may not. */
  readonly refused: readonly string[];
}

export function differencesOf(first: JsonObject, second: JsonObject | undefined): Differences {
  const pointers = differingPointers(first, second);
  const forms = pointers.map((pointer) => formAt(pointer, first, second));
  return {
    unstable: pointers.flatMap((pointer, i) => {
      const form = forms[i];
      return form === undefined ? [] : [{ pointer, form }];
    }),
    refused: pointers.filter((_, i) => forms[i] === undefined),
  };
}

function formAt(pointer: string, first: JsonObject, second: JsonObject | undefined): string | undefined {
  const values = [valueAt(first, pointer), valueAt(second, pointer)] as const;
  const field = unstableField(first, pointer);
  return field && FORMS[field](values, pointer);
}

type Values = readonly [Json | undefined, Json | undefined];

/** The form of a field's two values; undefined where they have none that is allowed. */
const FORMS: Readonly<Record<UnstableField, (values: Values, pointer: string) => string | undefined>> = {
  secret: secretFormOf,
  authority: (values) => (values.every(isAuthority) ? 'certificate' : undefined),
  digest: digestFormOf,
};

function secretFormOf(values: Values, pointer: string): string | undefined {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length) return undefined;
  const [a, b] = texts.map((text) => secretForm(pointer.startsWith('/data/') ? decoded(text) : text));
  return a === b ? a : 'value';
}

function digestFormOf([a, b]: Values): string | undefined {
  return isDigest(a) && isDigest(b) && a.length === b.length ? digestForm(a.length) : undefined;
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*/g;

/** Whether a value is nothing but PEM certificates in base64, as `genCA` makes them. */
function isAuthority(value: Json | undefined): boolean {
  if (typeof value !== 'string') return false;
  const text = decoded(value);
  const blocks = text.match(BLOCK) ?? [];
  return blocks.length > 0 && text.replaceAll(BLOCK, '').trim() === '' && blocks.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
