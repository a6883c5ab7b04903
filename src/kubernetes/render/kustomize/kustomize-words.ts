import { type Kind, FILE, NAME, UNSAID, YAML_KINDS, knownWords } from '../tools/tool-words.ts';

/** `ConfigMap.v1.[noGrp]/x.[noNs]` */
const ID = String.raw`([A-Za-z][\w.\-]*(?:\.\[\w+\])*/[\w.\-]+(?:\.\[\w+\])?)`;

const MISTAKES: readonly Kind[] = [
  [/invalid literal source/, () => 'an entry of "literals" is not written key=value'],
  [/key name or file path contains '='/, () => 'an entry of "files" has more than one "="'],
  [new RegExp(`illegally repeats the key \`(${NAME})\``), (key) => `a generator has the key "${key}" twice`],
  [
    /unable to parse SM or JSON patch/,
    () => 'a patch is neither an object nor a list of JSON patch operations',
  ],
  [/testing value (\/[\w./~-]+) failed/, (path) => `a patch tests ${path}, which is another value`],
  [
    /(add|remove|replace|copy|move) operation does not apply/,
    (operation) => `a patch's "${operation}" does not apply: its path is not there`,
  ],
  [
    new RegExp(`no resource matches strategic merge patch "${ID}"`),
    (id) => `a patch is for ${id}, which is not there`,
  ],
  [new RegExp(`no matches for Id ${ID}`), (id) => `${id} is not there`],
  [
    new RegExp(`may not add resource with an already registered id: ${ID}`),
    (id) => `${id} is already registered: it is there twice`,
  ],
  [/missing metadata\.name in object/, () => 'an object has no metadata.name'],
  [/missing Resource metadata/, () => 'it holds what is no object: apiVersion, kind or metadata is missing'],
  [/unknown field "(\w+)"/, (field) => `unknown field "${field}"`],
  [
    /cannot unmarshal (\w+) into Go struct field (\w[\w.]*) of type ([\w.[\]]+)/,
    (got, field, type) => `${field} is to be ${type}, and is ${got}`,
  ],
  [
    new RegExp(`fieldPath \`(${NAME})\` is missing for replacement source`),
    (path) => `a replacement's source has no ${path}`,
  ],
  [
    new RegExp(`unable to find field "(${NAME})" in replacement target`),
    (path) => `a replacement's target has no ${path}`,
  ],
  [
    /options\.index (\d+) is out of bounds/,
    (index) => `a replacement's options.index ${index} is out of bounds`,
  ],
  [/var '\{(\w+) /, (name) => `the var ${name} finds nothing`],
  [
    new RegExp(`resource with name (${NAME}) does not match a config`),
    (name) => `${name} is not there to be scaled`,
  ],
  [
    new RegExp(`Name:"(${NAME})".*does not exist; cannot merge or replace`),
    (name) => `a generator merges into "${name}", which is not there`,
  ],
  [/external plugins disabled/, () => 'it needs a plugin, and none are run'],
  [
    /security; file '.*?([\w.-]+\.[A-Za-z]{2,10})' is not in or below/,
    (file) => `${file} lies outside of its folder`,
  ],
  [/is not in or below/, () => 'a file lies outside of its folder'],
  [new RegExp(`lstat (?:/[\\w.-]+)*?/?(${FILE}): no such file`), (file) => `${file} is not there`],
  [/no such file or directory/, () => 'a file is not there, or what is to be one is none'],
  ...YAML_KINDS,
];

/** The part of an error of `kustomize build` that is shown: the error quotes whole patches and literals. */
export function kustomizeWords(stderr: string): string {
  const text = stderr
    .replace(/^[^]*?^error: /im, '')
    .replaceAll(/with config: `[^]*`: |from \[patch: [^]*$/g, '')
    .trim();
  const place = new RegExp(`accumulating resources from '(${FILE})'`).exec(text)?.[1];
  const words = knownWords(text, MISTAKES) ?? UNSAID;
  return place === undefined || words.includes(place) ? words : `${place}: ${words}`;
}

const WARNINGS: readonly Kind[] = [
  [
    /^# Warning: '(\w+)' is deprecated\. Please use '(\w+)' instead/,
    (old, fresh) => `"${old}" of a kustomization is deprecated: use "${fresh}"`,
  ],
  [/well-defined vars that were never replaced: ([\w, ]+)$/, (names) => `vars that nothing uses: ${names}`],
];

/** The part of kustomize's warnings that is shown. */
export function kustomizeWarnings(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return [...new Set(lines.map((line) => knownWords(line, WARNINGS) ?? `kustomize warns; ${UNSAID}`))];
}
