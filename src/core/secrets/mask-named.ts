import { type Tree, type TreeObject, isObject } from '../json/json.ts';
import { mapEntries, mapValues } from '../json/map-json.ts';
import type { Hide } from './mask-declared.ts';
import { isOpen, isSecretField, isSecretSetting } from './secret-names.ts';

type IsSecret = (name: string) => boolean;

/** Maps whose keys are settings of a program, or whole files of them. */
const SETTINGS: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData', 'env']);
const WORDS: ReadonlySet<string> = new Set(['args', 'command']);

/** An object without the values whose names mark them as secret; the names stay, and all that stands amid a text. */
export function maskNamed(object: TreeObject, hide: Hide): TreeObject {
  return namesValues(object) ? maskMap(object, isSecretField, hide) : object;
}

/** A schema holds names of fields, but no values. */
export function namesValues(object: TreeObject): boolean {
  return object['kind'] !== 'CustomResourceDefinition';
}

function maskMap(map: TreeObject, isSecret: IsSecret, hide: Hide): TreeObject {
  return mapValues(map, (item, key) => {
    if (Array.isArray(item)) return isSecret(singular(key)) ? hideAll(item, hide) : maskItem(key, item, hide);
    const secret = isScalar(item) && (isSecret(key) || (key === 'value' && isSecretSetting(nameBeside(map))));
    return secret ? hidden(item, hide) : maskItem(key, item, hide);
  });
}

/** `apiKeys` names a list of secrets: `apiKey`. */
function singular(name: string): string {
  return name.replace(/s$/i, '');
}

function hideAll(list: Tree[], hide: Hide): Tree[] {
  return mapEntries(list, (entry) => (isScalar(entry) ? hidden(entry, hide) : maskItem('', entry, hide)));
}

/** In an entry of `env`, of Helm's parameters or of HTTP headers, the name stands beside the value. */
function nameBeside({ name, key }: TreeObject): string {
  const label = name ?? key;
  return typeof label === 'string' ? label : '';
}

function maskItem(key: string, item: Tree, hide: Hide): Tree {
  if (Array.isArray(item)) {
    return WORDS.has(key) ? maskWords(item, hide) : mapEntries(item, (entry) => maskItem('', entry, hide));
  }
  if (isObject(item)) return maskMap(item, SETTINGS.has(key) ? isSecretSetting : isSecretField, hide);
  return item;
}

/** `--token=x` is one word, `--token x` are two. */
function maskWords(words: Tree[], hide: Hide): Tree[] {
  return mapEntries(words, (word, i) => {
    const before = words[i - 1];
    const isNamed = typeof before === 'string' && before.startsWith('-') && isSecretSetting(before);
    const isFlag = typeof word === 'string' && word.startsWith('--');
    return isNamed && isScalar(word) && !isFlag ? hidden(word, hide) : maskItem('', word, hide);
  });
}

type Scalar = string | number | bigint;

/** A boolean is no scalar here, since it is never a secret: `automountServiceAccountToken: true`. */
function isScalar(value: Tree): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function hidden(value: Scalar, hide: Hide): Tree {
  return typeof value === 'string' && isOpen(value) ? value : hide(value);
}
