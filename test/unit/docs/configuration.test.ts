import { describe, expect, it } from 'vitest';
import { configJsonSchema, serverJsonSchema } from '../../../src/config/known-keys.ts';
import { KUBERNETES_FORMAT } from '../../../src/kubernetes/config/format.ts';
import { keyRows, readDocument } from './documents.ts';
import { type Key, type Schema, keysOf } from './schema-keys.ts';

const [ofRepository = '', ofServer = ''] =
  readDocument('docs/configuration.md').split("## The server's file");

const SCHEMAS: readonly [string, Key[], string][] = [
  ['.github/plumbline.yml', keysOf(configJsonSchema([KUBERNETES_FORMAT]) as Schema), ofRepository],
  ["the server's file", keysOf(serverJsonSchema() as Schema), ofServer],
];

/** Keys of an environment are told without the way to it. */
const short = (path: string) => path.replace('environments.<name>.', '');

/** As the document writes it: the default itself, `required`, or words where there is none. */
function isTold({ required, default: value }: Key, fallback: string): boolean {
  if (required) return fallback === 'required';
  if (value === undefined) return fallback !== '' && fallback !== 'required';
  return fallback === `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

describe.each(SCHEMAS)('U61: of %s', (_file, keys, text) => {
  it('every key has a description in the JSON Schema', () => {
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter(({ description = '' }) => !description.endsWith('.')).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('the tables of the document have every key once, and no other', () => {
    const told = keyRows(text).map(({ key }) => key);
    expect(told.toSorted()).toEqual(keys.map(({ path }) => short(path)).toSorted());
  });

  it('the tables tell the defaults of the schema, and what is required', () => {
    const fallbacks = new Map(keyRows(text).map(({ key, fallback }) => [key, fallback]));
    const wrong = keys.filter((key) => !isTold(key, fallbacks.get(short(key.path)) ?? ''));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
