import { type Json, type JsonObject, type TreeObject, canonicalJson, isObject } from '../json/json.ts';
import { textsIn } from '../json/map-json.ts';
import { type MaskRule, hiddenBy, maskDeclared, rulesAbout } from './mask-declared.ts';
import { maskNamed, namesValues } from './mask-named.ts';
import { namedIn } from './mask-text.ts';
import { basicAuth, formsOfSecret, secretsWithin } from './secret-forms.ts';
import { LAST_APPLIED } from './server-fields.ts';

export function isSecret(object: JsonObject): boolean {
  return object['kind'] === 'Secret' && object['apiVersion'] === 'v1';
}

/**
 * The values of Secrets and the declared ones, also those left in a `last-applied-configuration`, in clear text, base64
 * and their other common encodings.
 */
export function knownSecrets(objects: readonly JsonObject[], rules: readonly MaskRule[]): Set<string> {
  const values = new Set<string>();
  const telling = objects.filter((object) => isSecret(object) || rulesAbout(object, rules).length > 0);
  for (const form of formsOf(telling)) {
    if (isSecret(form)) collectSecret(form, values);
    const declared = hiddenBy((hide) => maskDeclared(form, rules, hide)).map(textOf);
    add(values, declared.flatMap(formsOfSecret));
  }
  return values;
}

/** The values named as secrets, in clear text. Goes through every object: slow. */
export function namedSecrets(objects: readonly JsonObject[]): Set<string> {
  const values = new Set<string>();
  for (const form of formsOf(objects)) {
    let rest: TreeObject = {};
    add(values, hiddenBy((hide) => (rest = maskNamed(form, hide))).map(textOf));
    for (const text of namesValues(form) ? textsIn(rest) : [])
      add(
        values,
        namedIn(text).map((range) => text.slice(...range)),
      );
  }
  return values;
}

/** Each object, and its form in kubectl's last apply. */
function formsOf(objects: readonly JsonObject[]): JsonObject[] {
  return objects.flatMap((object) => [object, ...lastApplied(object)]);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function lastApplied({ metadata, apiVersion, kind }: JsonObject): JsonObject[] {
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  const text = isObject(annotations) ? annotations[LAST_APPLIED] : undefined;
  if (typeof text !== 'string') return [];
  try {
    const parsed = JSON.parse(text) as Json;
    return isObject(parsed) ? [{ ...parsed, apiVersion: apiVersion ?? null, kind: kind ?? null }] : [];
  } catch {
    // Not JSON: the annotation is dropped whole by `normalize`, so nothing of it can get out.
    return [];
  }
}

function collect(value: Json | undefined, values: Set<string>): void {
  if (isObject(value)) for (const leaf of Object.values(value)) collect(leaf, values);
  if (typeof value !== 'string') return;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const clear = [value, text, ...secretsWithin(value), ...secretsWithin(text)];
  add(values, clear.filter((form) => !form.includes('\uFFFD')).flatMap(formsOfSecret));
}

function collectSecret(secret: JsonObject, values: Set<string>): void {
  for (const field of ['data', 'stringData']) collect(secret[field], values);
  const clear = (key: string): string[] => {
    const { data, stringData } = secret;
    const text = isObject(stringData) ? stringData[key] : undefined;
    const encoded = isObject(data) ? data[key] : undefined;
    return [
      ...(typeof text === 'string' ? [text] : []),
      ...(typeof encoded === 'string' ? [Buffer.from(encoded, 'base64').toString('utf8')] : []),
    ];
  };
  const users = ['username', 'user', 'login'].flatMap(clear);
  const passwords = ['password', 'token', 'pass'].flatMap(clear);
  add(
    values,
    users.flatMap((user) => passwords.flatMap((password) => basicAuth(user, password))),
  );
}

function add(values: Set<string>, forms: readonly string[]): void {
  for (const form of forms) {
    // Bytes that are no text decode to replacement characters, which would match nothing real.
    if (!form.includes('\uFFFD')) values.add(form.trim());
  }
}
