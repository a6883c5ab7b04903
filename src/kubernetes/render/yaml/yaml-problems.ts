import type { ErrorCode } from 'yaml';

/** A message for each error of the parser, whose own messages sometimes quote the source and so perhaps a secret. */
const PROBLEMS: Record<ErrorCode, string> = {
  ALIAS_PROPS: 'an alias has a tag or an anchor of its own',
  BAD_ALIAS: 'the name of an anchor or alias is not valid',
  BAD_COLLECTION_TYPE: 'the tag is for another kind of value',
  BAD_DIRECTIVE: 'the directive is not valid',
  BAD_DQ_ESCAPE: 'unknown escape in a double-quoted string',
  BAD_INDENT: 'wrong indentation, or a bracket that is not closed',
  BAD_PROP_ORDER: 'an anchor or tag is in the wrong place',
  BAD_SCALAR_START: 'a value cannot start with this character unless it is in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a map or list starts where a single value is expected',
  BLOCK_IN_FLOW: 'a block starts inside brackets',
  DUPLICATE_KEY: 'the map has this key already',
  IMPOSSIBLE: 'the YAML cannot be read',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing: a quote, bracket, colon, comma or space',
  MULTILINE_IMPLICIT_KEY: 'a key spans several lines',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a second document starts without "---"',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key must be text',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab is used to indent',
  TAG_RESOLVE_FAILED: 'the tag is not known',
  UNEXPECTED_TOKEN: 'unexpected text',
};

export function describeProblem(code: ErrorCode): string {
  return `${PROBLEMS[code]}. Correct the YAML.`;
}
