import { type Kind, FILE, NAME, UNSAID, YAML_KINDS, knownWords } from '../tools/tool-words.ts';

const PLACE = `(${FILE}:\\d+(?::\\d+)?)`;
/** One step of an error: a template within another. */
const STEP = new RegExp(
  `^(?:template: )?${PLACE}:? executing "(?:[^"\\\\]|\\\\.)*" at <(.*?)>: (?:error calling (\\w+): )?`,
);
const GO_TYPE = '(?:map\\[string\\])?(?:interface \\{\\}|[\\w.*[\\]]+)';

const MISTAKES: readonly Kind[] = [
  [
    new RegExp(`^nil pointer evaluating ${GO_TYPE}\\.(\\w+)$`),
    (field) => `there is nothing that has .${field}`,
  ],
  [new RegExp(`^can't evaluate field (\\w+) in type ${GO_TYPE}$`), (field) => `there is no field .${field}`],
  [/^function "(\w+)" not defined$/, (name) => `function "${name}" is not defined`],
  [
    /^(unterminated quoted string|unexpected EOF|missing value for \w+|unexpected \{\{\w+\}\})$/,
    (words) => words ?? '',
  ],
  [/^range can't iterate over /, () => 'it is no list or map to range over'],
  [
    new RegExp(`^wrong type for value; expected (${GO_TYPE}); got (${GO_TYPE})$`),
    (expected, got) => `its value is of another type: expected ${expected}, got ${got}`,
  ],
  [
    new RegExp(`^can't handle .* for arg of type (${GO_TYPE})$`),
    (type) => `an argument is not of type ${type}`,
  ],
  [
    /^(?:template: )?no template .* associated with template/,
    () => 'it includes a template that is not there',
  ],
  [/nested reference name/, () => 'a template includes itself without end'],
  [
    /^(index of nil pointer|index out of range|incompatible types for comparison|cannot index slice\/array)/,
    (words) => words ?? '',
  ],
  [/^runtime error: (integer divide by zero)$/, (words) => words ?? ''],
];

const SCHEMA: readonly Kind[] = [
  [/^(min|max)Length: got /, (end) => `its length is not as "${end}Length" says`],
  [/ does not match pattern /, () => 'it does not match the pattern'],
  [/^value must be /, () => 'it is none of the values that are allowed'],
  [
    /^got ([a-z]+), want ([a-z ]+(?: or [a-z]+)*)$/,
    (got, want) => `it is of type ${got}, and is to be of type ${want}`,
  ],
  [new RegExp(`^missing propert(?:y|ies) '(${NAME})'$`), (name) => `"${name}" is missing`],
  [/^missing propert/, () => 'something that is required is missing'],
  [/^additional propert/, () => 'it holds what is not known to the schema'],
  [/^invalid propertyName/, () => 'the name of a property is not allowed'],
  [/^'(\w+)' failed/, (rule) => `it is not as "${rule}" says`],
  [
    /^(minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf|minItems|maxItems|minProperties|maxProperties|uniqueItems|contains|minContains|maxContains|format)\b/,
    (rule) => `it is not as "${rule}" says`,
  ],
];

const OTHERS: readonly Kind[] = [
  [
    new RegExp(`missing in charts/ directory: ((?:${NAME}(?:, )?)+)$`),
    (names) =>
      `dependencies are missing in charts/: ${names}. Run "helm dependency build", and commit charts/`,
  ],
  [
    /missing in charts\/ directory/,
    () => 'dependencies are missing in charts/. Run "helm dependency build", and commit charts/',
  ],
  [
    /^chart requires kubeVersion: .* which is incompatible with Kubernetes (v[\d.]+)/,
    (version) => `the chart's kubeVersion does not allow Kubernetes ${version}`,
  ],
  [
    /chart\.metadata\.(\w+) .*is invalid|chart\.metadata\.(\w+) is required/,
    (a, b) => `Chart.yaml: its ${a || b} is missing, or not as it may be`,
  ],
  [
    /invalid release name/,
    () => 'invalid release name: lowercase letters, digits, dashes and dots, 53 at the most',
  ],
  [/is not valid against metaschema/, () => 'values.schema.json is no JSON Schema'],
  [/values\.schema\.json|jsonschema/, () => 'values.schema.json cannot be used'],
];

/** The part of an error of `helm template` that is shown: templates can say anything, and quote any value. */
export function helmWords(stderr: string): string {
  const text = stderr
    .replace(/\n*Use --debug flag[^]*$/, '')
    .replace(/^[^]*?^Error: /m, '')
    .trim();
  if (/values don't meet the specifications of the schema/.test(text)) return schemaWords(text);
  const line = text.replaceAll(/\s+/g, ' ');
  const refused = new RegExp(`^execution error at \\(${PLACE}\\):`).exec(line);
  if (refused !== null) return `${refused[1]}: the chart itself refuses it ("fail" or "required"); ${UNSAID}`;
  const unread = new RegExp(`^parse error at \\(${PLACE}\\): (.*)$`).exec(line);
  if (unread !== null)
    return `${unread[1]}: ${knownWords(unread[2] ?? '', MISTAKES) ?? `the template cannot be read; ${UNSAID}`}`;
  const broken = new RegExp(`^YAML parse error on (${FILE}): (.*)$`).exec(line);
  if (broken !== null)
    return `${broken[1]}: what it makes is no object: ${knownWords(broken[2] ?? '', YAML_KINDS) ?? UNSAID}`;
  const values = new RegExp(`^cannot load (${FILE}): (.*)$`).exec(line);
  if (values !== null) return `${values[1]}: ${knownWords(values[2] ?? '', YAML_KINDS) ?? UNSAID}`;
  return stepWords(line) ?? knownWords(line, OTHERS) ?? UNSAID;
}

/** The innermost template of an error, and the expression that failed there. */
function stepWords(line: string): string | undefined {
  let rest = line;
  let last: RegExpExecArray | undefined;
  // A value that is run as a template (`tpl`) appears with its own text in the place of a template's.
  let isValue = false;
  for (let step = STEP.exec(rest); step !== null; step = STEP.exec(rest)) {
    last = isValue ? last : step;
    isValue ||= step[3] === 'tpl';
    rest = rest.slice(step[0].length);
  }
  if (last === undefined) return undefined;
  const [, place, run = '', called] = last;
  const what = called !== undefined ? ` in ${called}` : /^[.$][\w.]*$/.test(run) ? ` at ${run}` : '';
  const why = isValue ? undefined : knownWords(rest, MISTAKES);
  return `${place}${what}: ${why ?? UNSAID}`;
}

/** `- at '/login/password': minLength: got 13, want 100`: the path, and the rule. */
function schemaWords(text: string): string {
  const found = [...text.matchAll(/^\s*- at '((?:\/[\w.-]+)*)': (.*)$/gm)].map(([, at = '', says = '']) => {
    const where = at === '' ? 'the values' : at.slice(1).replaceAll('/', '.');
    return `${where}: ${knownWords(says, SCHEMA) ?? UNSAID}`;
  });
  const all = [...new Set(found)].slice(0, 20).join('; ');
  return `the values are not as values.schema.json says: ${all === '' ? (knownWords(text, OTHERS) ?? UNSAID) : all}`;
}
