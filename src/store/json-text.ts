import { parseJson, printJson } from '../core/json/json.ts';

/** A value as text in which 64-bit integers stay whole. */
export function toText(value: object): string {
  return printJson(value);
}

/** Reads a text of `toText` as the type that the caller expects in the column: only we write to these columns. */
export function fromText(text: string): never {
  return parseJson(text) as never;
}
