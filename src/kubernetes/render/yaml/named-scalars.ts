import type { Json } from '../../../core/json/json.ts';

/** How Go's YAML reader types a scalar. */
export type ScalarType = 'null' | 'bool' | 'int' | 'float' | 'str';

export interface ResolvedScalar {
  readonly type: ScalarType;
  /** Absent where JSON has no such value: `.nan` and `.inf`. */
  readonly value?: Json;
}

const TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'];
const FALSE = ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'];
const NULL = ['', '~', 'null', 'Null', 'NULL'];
const NOT_FINITE = ['.nan', '.inf', '+.inf', '-.inf'].flatMap(capitalisations);

/** The scalars that goyaml.v2 knows by name, with their types and values. */
export const NAMED: ReadonlyMap<string, ResolvedScalar> = new Map<string, ResolvedScalar>([
  ...TRUE.map((text) => [text, { type: 'bool', value: true }] as const),
  ...FALSE.map((text) => [text, { type: 'bool', value: false }] as const),
  ...NULL.map((text) => [text, { type: 'null', value: null }] as const),
  ...NOT_FINITE.map((text) => [text, { type: 'float' }] as const),
]);

/** `.nan`, `.NaN`, `.NAN`; `.inf`, `.Inf`, `.INF`. */
function capitalisations(text: string): string[] {
  const title = text.endsWith('nan') ? text.replace('nan', 'NaN') : text.replace('inf', 'Inf');
  return [text, title, text.toUpperCase()];
}
