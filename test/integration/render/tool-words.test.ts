import { describe, expect, it } from 'vitest';
import { type Files, render } from './rendering.ts';

const CANARY = 'canary471147';
const VALUES = `password: ${CANARY}\nport: 471147\nfile: canary471147.yaml:1\n`;

function chart(template: string, more: Files = {}): Files {
  return {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'values.yaml': VALUES,
    'templates/all.yaml': `# first\n${template}\n`,
    ...more,
  };
}

const schema = (properties: object, more: object = {}) =>
  chart('a: b', { 'values.schema.json': JSON.stringify({ properties, ...more }) });
const AT = 'shop/templates/all.yaml:2';

/** What is wrong, the chart, and what of it is told. */
const CHARTS: readonly [what: string, files: Files, told: string][] = [
  [
    'fail',
    chart('{{ fail (printf "not %s" .Values.password) }}'),
    `${AT}:3: the chart itself refuses it ("fail" or "required")`,
  ],
  [
    'a place within the words of fail',
    chart('{{ fail .Values.file }}'),
    `${AT}:3: the chart itself refuses it`,
  ],
  [
    'required',
    chart(`{{ required "${CANARY} is needed" .Values.none }}`),
    `${AT}:3: the chart itself refuses it`,
  ],
  [
    'a nil pointer',
    chart('{{ .Values.db.host.name }}'),
    `${AT}:10 at .Values.db.host.name: there is nothing that has .host`,
  ],
  [
    'a field of a text',
    chart('{{ .Values.password.foo }}'),
    `${AT}:10 at .Values.password.foo: there is no field .foo`,
  ],
  ['an unknown function', chart('{{ tooYaml .Values }}'), `${AT}: function "tooYaml" is not defined`],
  ['a quote that does not end', chart(`a: {{ "${CANARY} }}`), `${AT}: unterminated quoted string`],
  ['an if of nothing', chart('{{ if }}'), `${AT}: missing value for if`],
  [
    'broken YAML',
    chart('a: {{ .Values.password }}: b: c'),
    'shop/templates/all.yaml: what it makes is no object: the YAML is broken, line 2 of it: mapping values are not allowed in this context',
  ],
  [
    'a quote in YAML',
    chart(`a: "${CANARY}\nb: ]`),
    'shop/templates/all.yaml: what it makes is no object: the YAML is broken, line ',
  ],
  [
    'a text that is no object',
    chart('{{ .Values.password }}'),
    'shop/templates/all.yaml: what it makes is no object: it is no YAML map',
  ],
  [
    'a literal as an argument',
    chart(`{{ get "${CANARY}" "a" }}`),
    `${AT}:7: an argument is not of type map[string]interface {}`,
  ],
  [
    'a key of a list',
    chart(`{{ index (list 1) "${CANARY}" }}`),
    `${AT}:3 in index: cannot index slice/array`,
  ],
  [
    'JSON',
    chart('{{ mustFromJson .Values.password }}'),
    `${AT}:3 in mustFromJson: its own words are not shown`,
  ],
  ['a version', chart('{{ semverCompare .Values.password "1.2.3" }}'), `${AT}:3 in semverCompare: `],
  [
    'a range',
    chart('{{ range .Values.password }}a{{ end }}'),
    `${AT}:16 at .Values.password: it is no list or map to range over`,
  ],
  [
    'a template by its value',
    chart('{{ include .Values.password . }}'),
    `${AT}:3 in include: it includes a template that is not there`,
  ],
  [
    'a value that is a template',
    { ...chart('{{ tpl .Values.code . }}'), 'values.yaml': `code: '{{ ${CANARY} }}'\n` },
    `${AT}:3 in tpl: its own words are not shown`,
  ],
  [
    'a value that reaches nowhere',
    { ...chart('{{ tpl .Values.code . }}'), 'values.yaml': `code: '{{ .Values.a.${CANARY}.b }}'\n` },
    `${AT}:3 in tpl: its own words are not shown`,
  ],
  ['a date', chart('{{ mustToDate "2006" .Values.password }}'), `${AT}:3 in mustToDate: `],
  [
    'a pattern',
    chart('{{ mustRegexMatch (printf "%s(" .Values.password) "x" }}'),
    `${AT}:3 in mustRegexMatch: `,
  ],
  [
    'an address',
    chart('{{ urlParse (printf "http://a:%s%%zz@x" .Values.password) }}'),
    `${AT}:3 in urlParse: `,
  ],
  ['a position in a text', chart('{{ index .Values.password 300 }}'), `${AT}:3 in index: index out of range`],
  [
    'a template in itself',
    chart('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'),
    'a template includes itself without end',
  ],
  ['a length', schema({ password: { minLength: 100 } }), 'password: its length is not as "minLength" says'],
  [
    'a pattern of the schema',
    schema({ password: { pattern: `^${CANARY}x$` } }),
    'password: it does not match the pattern',
  ],
  [
    'a choice',
    schema({ password: { enum: [`${CANARY}1`, 'b'] } }),
    'password: it is none of the values that are allowed',
  ],
  ['a constant', schema({ password: { const: `${CANARY}1` } }), 'password: it is none of the values'],
  [
    'a type',
    schema({ password: { type: 'integer' } }),
    'password: it is of type string, and is to be of type integer',
  ],
  [
    'a maximum',
    schema({ port: { maximum: 5, multipleOf: 2 } }),
    'port: it is not as "maximum" says; port: it is not as "multipleOf" says',
  ],
  [
    'one of',
    schema({ password: { oneOf: [{ type: 'integer' }, { pattern: 'zz' }] } }),
    `password: it is not as "oneOf" says; password: it is of type string`,
  ],
  ['what is missing', schema({}, { required: ['host'] }), 'the values: "host" is missing'],
  [
    'values that are no YAML',
    { ...chart('a: b'), 'values.yaml': `password: "${CANARY}\nb: ]\n` },
    'values.yaml: the YAML is broken, line ',
  ],
  [
    'a name of a chart',
    chart('', { 'Chart.yaml': `apiVersion: v2\nname: ${CANARY}/x\nversion: 1.0.0\n` }),
    'Chart.yaml: its name is missing, or not as it may be',
  ],
];

const MAP = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {password: ${CANARY}}\n`;
const patch = (text: string) =>
  JSON.stringify({ resources: ['a.yaml'], patches: [{ target: { kind: 'ConfigMap' }, patch: text }] });

const KUSTOMIZATIONS: readonly [what: string, text: string, file: string, told: string][] = [
  [
    'a literal',
    `secretGenerator: [{name: a, literals: ["password:${CANARY}"]}]`,
    MAP,
    'an entry of "literals" is not written key=value',
  ],
  [
    'a key twice',
    `secretGenerator: [{name: a, literals: [password=${CANARY}, password=b]}]`,
    MAP,
    'a generator has the key "password" twice',
  ],
  [
    'a patch that is none',
    patch(`- op: replace\n  valu e ${CANARY}`),
    MAP,
    'a patch is neither an object nor a list of JSON patch operations',
  ],
  ['a patch that is a text', patch(`password: ${CANARY}`), MAP, 'a patch is neither an object nor a list'],
  [
    'a patch that quotes an error',
    patch(`unknown field "${CANARY}"`),
    MAP,
    'a patch is neither an object nor a list',
  ],
  [
    'a test of a patch',
    patch(`[{"op":"test","path":"/data/password","value":"${CANARY}1"}]`),
    MAP,
    'a patch tests /data/password, which is another value',
  ],
  [
    'a patch of nothing',
    JSON.stringify({
      resources: ['a.yaml'],
      patches: [{ patch: `apiVersion: v1\nkind: Secret\nmetadata: {name: y}\ndata: {a: ${CANARY}}` }],
    }),
    MAP,
    'a patch is for Secret.v1.[noGrp]/y.[noNs], which is not there',
  ],
  ['broken YAML', 'resources: [a.yaml]', `a: "${CANARY}\n b: ]\n`, 'the YAML of a.yaml is broken, line '],
  ['a text', 'resources: [a.yaml]', `${CANARY}\n`, 'a.yaml: it holds what is no object'],
  ['no kind', 'resources: [a.yaml]', `password: ${CANARY}\n`, 'a.yaml: it holds what is no object'],
  [
    'no name',
    'resources: [a.yaml]',
    `apiVersion: v1\nkind: Secret\ndata: {password: ${CANARY}}\n`,
    'a.yaml: an object has no metadata.name',
  ],
  [
    'an index',
    JSON.stringify({
      resources: ['a.yaml'],
      replacements: [
        {
          source: { kind: 'ConfigMap', fieldPath: 'data.password', options: { delimiter: '-', index: 9 } },
          targets: [{ select: { kind: 'ConfigMap' }, fieldPaths: ['data.x'] }],
        },
      ],
    }),
    MAP,
    "a replacement's options.index 9 is out of bounds",
  ],
  [
    'a source that is not there',
    JSON.stringify({
      resources: ['a.yaml'],
      replacements: [
        {
          source: { kind: 'ConfigMap', fieldPath: 'data.none' },
          targets: [{ select: { kind: 'ConfigMap' }, fieldPaths: ['data.x'] }],
        },
      ],
    }),
    MAP,
    "a replacement's source has no data.none",
  ],
];

async function refusal(files: Files): Promise<string> {
  const error: unknown = await render(files).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid-source' });
  return (error as Error).message;
}

function expectNothingQuoted(message: string): void {
  expect(message).not.toMatch(/canary|471|plumbline-render|\b1[23]\b/);
  expect(message).toMatch(
    /^the root folder: (helm template|kustomize build) cannot render it: .*\. Put that right; ".*" by hand tells all\.$/,
  );
}

describe("U6: of a tool's words only what is known to be safe is shown", () => {
  it.each(CHARTS)('helm: %s', async (_, files, told) => {
    const message = await refusal(files);
    expectNothingQuoted(message);
    expect(message).toContain(told);
  });

  it.each(KUSTOMIZATIONS)('kustomize: %s', async (_, text, file, told) => {
    const message = await refusal({ 'kustomization.yaml': text, 'a.yaml': file });
    expectNothingQuoted(message);
    expect(message).toContain(told);
  });

  it('what kustomize warns of is read in the same place', async () => {
    const { warnings } = await render({
      'kustomization.yaml': `resources: [a.yaml]\ncommonLabels: {a: ${CANARY}}\n`,
      'a.yaml': MAP,
    });
    expect(warnings).toContain('"commonLabels" of a kustomization is deprecated: use "labels"');
    expect(warnings.join()).not.toContain('canary');
  });
});
