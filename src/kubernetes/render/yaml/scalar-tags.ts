import type { Json } from '../../../core/json/json.ts';
import type { ResolvedScalar, ScalarType } from './named-scalars.ts';
import { jsonNumber, resolvePlain } from './scalars.ts';

const PREFIX = 'tag:yaml.org,2002:';
const SCALAR_TYPES: ReadonlySet<string> = new Set<ScalarType>(['null', 'bool', 'int', 'float', 'str']);
const COLLECTION_TYPES: ReadonlySet<string> = new Set(['map', 'seq']);

/** A tag that YAML readers agree about; `!` means "as it is written". */
export function isKnownTag(tag: string): boolean {
  const name = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : '';
  return tag === '!' || SCALAR_TYPES.has(name) || COLLECTION_TYPES.has(name);
}

/**
 * Types a scalar that has a tag; whether it is quoted makes no difference then.
 * With an unknown tag it is text, as for kubectl.
 * @returns undefined when the text is not of the tag's type.
 */
export function resolveTagged(tag: string, text: string): ResolvedScalar | undefined {
  const wanted = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : '';
  if (wanted === 'str' || !SCALAR_TYPES.has(wanted)) return { type: 'str', value: text };
  const found = resolvePlain(text);
  if (found.type === wanted) return found;
  return wanted === 'float' && found.type === 'int' ? asFloat(found.value) : undefined;
}

function asFloat(value: Json | undefined): ResolvedScalar {
  return { type: 'float', value: jsonNumber(Number(value)) };
}
