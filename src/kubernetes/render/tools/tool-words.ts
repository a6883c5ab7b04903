/** A pattern for a tool's message, and the message that is shown for it: only names and numbers in it are others'. */
export type Kind = readonly [says: RegExp, shown: (...names: readonly string[]) => string];

/** A name, as of a file, a field, a kind: no quotes, blanks, colons or other signs in which a value may hide. */
export const NAME = String.raw`[A-Za-z_.][\w.\-/]{0,252}`;

/** A file of the source, as tools print it. */
export const FILE = String.raw`(?:[\w.\-]+/)*[\w.\-]+\.[A-Za-z]{2,10}`;

/** The shown message for a text that may quote a value; undefined where no pattern matches. */
export function knownWords(text: string, kinds: readonly Kind[]): string | undefined {
  for (const [says, shown] of kinds) {
    const found = says.exec(text);
    if (found !== null) return shown(...found.slice(1).map((name) => name ?? ''));
  }
  return undefined;
}

export const UNSAID = 'its own words are not shown, since they may quote a value';

const YAML =
  "mapping values are not allowed in this context|did not find expected [\\w '\",:{}[\\]<>-]+|could not find expected ':'|" +
  'found character that cannot start any token|found unexpected (?:end of stream|document indicator)|' +
  'found a tab character [\\w ]+|found unknown escape character|block \\w+ entries are not allowed in this context|' +
  'control characters are not allowed|invalid map key|document contains excessive aliasing|' +
  'unexpected end of stream|found undefined tag handle|found invalid Unicode[\\w ]*';

/** The errors of the YAML reader that both tools use. */
export const YAML_KINDS: readonly Kind[] = [
  [new RegExp(`yaml: line (\\d+)(?::| ).*?(${YAML})(?: in File: (${FILE}))?\\s*$`, 's'), yamlWords],
  [new RegExp(`yaml: ()(${YAML})(?: in File: (${FILE}))?\\s*$`, 's'), yamlWords],
  [/yaml: unknown anchor/, () => 'the YAML names an anchor that is not there'],
  [/cannot unmarshal (?:string|number|bool|array)\b/, () => 'it is no YAML map'],
  [/already set in map|duplicate key|already defined/, () => 'a key is already defined in its map'],
];

function yamlWords(line = '', words = '', file = ''): string {
  const at = line === '' ? '' : `, line ${line} of it`;
  return `${file === '' ? 'the YAML' : `the YAML of ${file}`} is broken${at}: ${words}`;
}
