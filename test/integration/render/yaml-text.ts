import fc from 'fast-check';

/** Lines of a value, to be put after `key:`; indented from 0. The first one stays on the key's line. */
type Lines = readonly string[];

const number = fc.stringMatching(/^[-+]?(0[xob]?)?[0-9_]{1,22}(\.[0-9_]{0,5})?([eE][-+]?[0-9]{1,3})?$/);
const word = fc.stringMatching(/^[a-zA-Z0-9~.<=+_][a-zA-Z0-9_.:+#~-]{0,7}[a-zA-Z0-9_.+~-]$/);
const named = fc.constantFrom(
  'y',
  'No',
  'on',
  'OFF',
  'Null',
  '~',
  '',
  'true',
  'yEs',
  '.inf.',
  '0',
  '-0',
  '<<x',
);
const plain = fc.oneof(number, word, named);

const printable = fc.stringMatching(/^[a-zA-Z0-9 :#,'{}[\]&*!|>%@`~=é€😀-]{0,12}$/u);
const single = printable.map((text) => `'${text.replaceAll("'", "''")}'`);
const double = printable.map((text) => `"${text}\\t\\u00e9\\"${text}"`);
const scalar = fc.oneof(plain, single, double);

const folded = fc.array(word, { minLength: 2, maxLength: 4 });
const blockLine = fc.stringMatching(/^ {0,2}[a-z0-9:#'"-]{0,6}( [a-z#]{1,3})?$/);
const block = fc
  .tuple(fc.constantFrom('|', '>', '|-', '>-', '|+', '>+'), word, fc.array(blockLine, { maxLength: 6 }))
  .map(([header, first, rest]): Lines => [header, first, ...rest]);

const flow = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  map: fc
    .array(fc.tuple(plain, tie('value')), { maxLength: 3 })
    .map((pairs) => `{${pairs.map((pair) => pair.join(': ')).join(', ')}}`),
})).value;

const indent = (lines: Lines) => lines.map((line) => (line === '' ? '' : `  ${line}`));
const entry = (key: string, [first = '', ...rest]: Lines) => [
  `${key}${first === '' ? '' : ` ${first}`}`,
  ...indent(rest),
];

const value = fc.letrec<{ value: Lines; list: Lines; map: Lines }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.oneof(scalar, flow).map((text) => [text]),
    folded,
    block,
    tie('list'),
    tie('map'),
  ),
  list: fc
    .array(tie('value'), { minLength: 1, maxLength: 3 })
    .map((items) => ['', ...items.flatMap((item) => entry('-', item))]),
  map: fc
    .array(fc.tuple(fc.oneof(plain, single), tie('value')), { minLength: 1, maxLength: 4 })
    .map((pairs) => ['', ...pairs.flatMap(([key, item]) => entry(`${key}:`, item))]),
})).value;

/** A `spec:` of any shape; mostly, but not always, well-formed. */
export const specText = value.map((lines) => `${entry('spec:', lines).join('\n')}\n`);
