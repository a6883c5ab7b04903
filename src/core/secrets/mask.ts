import { createHmac } from 'node:crypto';
import { type ResourceId, resourceKey } from '../change/resource.ts';
import { type JsonObject, canonicalJson, isObject } from '../json/json.ts';
import { mapTexts, mapValues } from '../json/map-json.ts';
import { type Hide, type MaskRule, maskDeclared } from './mask-declared.ts';
import { maskNamed } from './mask-named.ts';
import { maskTokens, mayHoldTokens } from './mask-tokens.ts';
import { isOpen } from './secret-names.ts';
import { isSecret, knownSecrets, namedSecrets } from './secret-values.ts';

/**
 * Shorter secret values are masked where they stand, but not searched for in other objects: they occur in any text. In
 * messages they are searched for as whole words.
 */
const SEARCHED_LENGTH = 8;

/**
 * Masks the values of Secrets, values declared secret by a rule, values named as secrets, and tokens. A mask has a
 * fixed length and is a keyed hash of the value and its object: equal values of one object have equal masks, a changed
 * value another one, and nobody without the installation's key can try values against it.
 */
export interface Masker {
  /** A normalised object, safe to store and to show. */
  object(id: ResourceId, object: JsonObject): JsonObject;
  /** A message from a server or a tool, without the secret values that it may echo. */
  text(message: string): string;
}

export interface MaskerInput {
  /** The installation's key. */
  readonly key: string;
  /** Every object at hand, declared and live: their known secret values are masked everywhere. */
  readonly objects: readonly JsonObject[];
  readonly rules?: readonly MaskRule[] | undefined;
}

/** Ciphertext differs after each encryption, so it is masked: only its keys tell a reader anything. */
const CIPHERTEXT: readonly MaskRule[] = [{ kind: 'SealedSecret', path: '/spec/encryptedData' }];

export function createMasker({ key, objects, rules = [] }: MaskerInput): Masker {
  const known = knownSecrets(objects, rules);
  const inObjects = searcher(longer(known, SEARCHED_LENGTH));
  // Finding named secrets goes through every object, and most plans have no message: done when first needed.
  let inMessages: Search | undefined;
  const searchMessages = () =>
    searcher([...known, ...namedSecrets(objects)].filter((value) => value !== '' && !isOpen(value)));
  return {
    object: (id, object) => {
      const hide = hideIn(resourceKey(id), key);
      const texts: string[] = [];
      const known = mapTexts(object, (text) => {
        const found = withoutUrlPasswords(inObjects(withoutForgedMasks(text, hide), hide), hide);
        texts.push(found);
        return found;
      }) as JsonObject;
      const clean = mayHoldTokens(texts)
        ? (mapTexts(known, (text) => maskTokens(text, hide)) as JsonObject)
        : known;
      const own = isSecret(clean)
        ? maskSecret(clean, (name) => hideIn(`${resourceKey(id)}\0${name}`, key))
        : clean;
      return maskNamed(maskDeclared(own, [...CIPHERTEXT, ...rules], hide), hide);
    },
    text: (message) => {
      inMessages ??= searchMessages();
      const hide = () => '(masked)';
      return maskTokens(withoutUrlPasswords(inMessages(message, hide), hide), hide);
    },
  };
}

function hideIn(scope: string, key: string): Hide {
  return (value) => {
    // `5` and `"5"` are two values.
    const text = typeof value === 'string' ? value : `\0${canonicalJson(value)}`;
    const digest = createHmac('sha256', key).update(`${scope}\0${text}`).digest('hex');
    return `(masked ${digest.slice(0, 12)})`;
  };
}

const MASK = /\(masked [0-9a-f]{12}\)/g;

/** Masks written in the source are masked again: in place of its value, a copied mask would hide the change. */
function withoutForgedMasks(text: string, hide: Hide): string {
  return text.includes('(masked ') ? text.replace(MASK, hide) : text;
}

const URL_PASSWORD = /(:\/\/[^\s:@/]*:)([^\s@/]+)(?=@)/g;
const MASKED = /^\(masked( [0-9a-f]{12})?\)$/;

/** A password inside an address is masked, whether or not a known Secret holds it. */
function withoutUrlPasswords(text: string, hide: Hide): string {
  if (!text.includes('://')) return text;
  return text.replace(URL_PASSWORD, (whole, start: string, password: string) =>
    MASKED.test(password) ? whole : `${start}${hide(password)}`,
  );
}

/** Each value is masked by its own key: equal values have different masks. */
function maskSecret(object: JsonObject, hideAt: (key: string) => Hide): JsonObject {
  const result = { ...object };
  for (const field of ['data', 'stringData']) {
    const value = result[field];
    if (value === undefined || value === null) continue;
    result[field] = isObject(value)
      ? mapValues(value, (item, name) => hideAt(name)(item))
      : hideAt('')(value);
  }
  return result;
}

function longer(values: ReadonlySet<string>, least: number): string[] {
  return [...values].filter((value) => value.length >= least);
}

type Search = (text: string, hide: Hide) => string;

function searcher(sought: readonly string[]): Search {
  if (sought.length === 0) return (text) => text;
  // Longest first: a value that contains another one is hidden whole.
  const sorted = sought.toSorted((a, b) => b.length - a.length);
  const least = sorted.at(-1)?.length ?? 0;
  const pattern = new RegExp(sorted.map(patternOf).join('|'), 'g');
  return (text, hide) => (text.length < least ? text : text.replace(pattern, hide));
}

function patternOf(value: string): string {
  const text = RegExp.escape(value);
  if (value.length >= SEARCHED_LENGTH) return text;
  return `${/^\w/.test(value) ? '(?<!\\w)' : ''}${text}${/\w$/.test(value) ? '(?!\\w)' : ''}`;
}
