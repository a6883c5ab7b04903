import { createHmac } from 'node:crypto';
import { type JsonObject, type TreeObject, canonicalJson, isObject } from '../json/json.ts';
import { mapTexts, textsIn } from '../json/map-json.ts';
import { Mask, maskedText } from '../json/marker.ts';
import { shownText } from '../json/shown.ts';
import { type Hide, type MaskRule, maskDeclared } from './mask-declared.ts';
import { maskNamed, namesValues } from './mask-named.ts';
import { namedIn } from './mask-text.ts';
import { mayHoldTokens, tokensBeside, tokensIn } from './mask-tokens.ts';
import { type Find, type Range, inTurn, partsOf } from './ranges.ts';
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
  /**
   * A normalised object, safe to store and to show.
   * @param identity one text per object: equal values of two objects have different masks
   */
  object(identity: string, object: JsonObject): TreeObject;
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
  let inMessages: Find | undefined;
  const searchMessages = () =>
    searcher([...known, ...namedSecrets(objects)].filter((value) => value !== '' && !isOpen(value)));
  return {
    object: (identity, object) => {
      const hide = hideIn(identity, key);
      const own = isSecret(object)
        ? maskSecret(object, (name) => hideIn(`${identity}\0${name}`, key))
        : object;
      const whole = maskNamed(maskDeclared(own, [...CIPHERTEXT, ...rules], hide), hide);
      return maskTexts(whole, inObjects, hide);
    },
    text: (message) => {
      inMessages ??= searchMessages();
      const find = inTurn([inMessages, urlPasswordsIn, tokensIn]);
      return partsOf(message, find(message), () => '(masked)').join('');
    },
  };
}

/** An object without the secrets that stand amid its texts. */
function maskTexts(object: TreeObject, inObjects: Find, hide: Hide): TreeObject {
  const always = [inObjects, urlPasswordsIn, mayHoldTokens(textsIn(object)) ? tokensIn : tokensBeside];
  const inKeys = inTurn(always);
  const inValues = namesValues(object) ? inTurn([...always, namedIn]) : inKeys;
  const masked = (text: string, find: Find) => {
    const ranges = find(text);
    return ranges.length === 0 ? text : maskedText(partsOf(text, ranges, hide));
  };
  return mapTexts(object, {
    value: (text) => masked(text, inValues),
    // A key is always a text, so the words for a mask have to stand in it.
    key: (name) => shownText(masked(name, inKeys)),
  });
}

function hideIn(scope: string, key: string): Hide {
  return (value) => {
    // `5` and `"5"` are two values.
    const text = typeof value === 'string' ? value : `\0${canonicalJson(value)}`;
    const digest = createHmac('sha256', key).update(`${scope}\0${text}`).digest('hex');
    return new Mask(digest.slice(0, 12));
  };
}

const URL_PASSWORD = /(:\/\/[^\s:@/]*:)([^\s@/]+)(?=@)/g;

/** A password inside an address is masked, whether or not a known Secret holds it. */
function urlPasswordsIn(text: string): Range[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(URL_PASSWORD)].map(({ index, 0: whole, 1: start = '' }) => [
    index + start.length,
    index + whole.length,
  ]);
}

/** Each value is masked by its own key: equal values have different masks. */
function maskSecret(object: JsonObject, hideAt: (key: string) => Hide): TreeObject {
  const result: TreeObject = { ...object };
  for (const field of ['data', 'stringData']) {
    const value = object[field];
    if (value === undefined || value === null) continue;
    result[field] = isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hideAt(name)(item)]))
      : hideAt('')(value);
  }
  return result;
}

function longer(values: ReadonlySet<string>, least: number): string[] {
  return [...values].filter((value) => value.length >= least);
}

function searcher(sought: readonly string[]): Find {
  if (sought.length === 0) return () => [];
  // Longest first: a value that contains another one is hidden whole.
  const sorted = sought.toSorted((a, b) => b.length - a.length);
  const least = sorted.at(-1)?.length ?? 0;
  const pattern = new RegExp(sorted.map(patternOf).join('|'), 'g');
  return (text) =>
    text.length < least
      ? []
      : [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length]);
}

function patternOf(value: string): string {
  const text = RegExp.escape(value);
  if (value.length >= SEARCHED_LENGTH) return text;
  return `${/^\w/.test(value) ? '(?<!\\w)' : ''}${text}${/\w$/.test(value) ? '(?!\\w)' : ''}`;
}
