/** The openings of messages in which the API server repeats the refused value before the problem. */
const ECHOES = ['Invalid value', 'Unsupported value', 'Duplicate value', 'Too many', 'Not found'];

/**
 * A cause's message without the value that it repeats: `Invalid value: "s3cret": must be a number` becomes
 * `must be a number`. The value may be a secret, or a page long; the field says where it is.
 */
export function detailOf(message: string): string {
  return withoutDiff(withoutValue(message));
}

/**
 * The message without the diff that the server prints for some fields, in Go, over many lines: the field is named, and
 * the plan shows the difference.
 */
function withoutDiff(message: string): string {
  return message.replace(/\s*\n\s*(?:@@ |(?:[-+]\s*)?&?(?:\w+\.)?\w*\{)[\s\S]*$/, '');
}

function withoutValue(message: string): string {
  const opening = ECHOES.find((echo) => message.startsWith(`${echo}: `));
  if (opening === undefined) return message;
  const rest = message.slice(opening.length + 2);
  const end = endOfValue(rest);
  return end === undefined ? opening : rest.slice(end + 2);
}

/**
 * Where the value ends: at the first `: ` outside of its quotes and brackets. Values are printed as Go or JSON
 * literals, so both kinds of nesting have to be followed.
 */
function endOfValue(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (quoted) {
      if (char === '\\') i += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if ('{[('.includes(char)) depth += 1;
    else if ('}])'.includes(char)) depth -= 1;
    else if (depth === 0 && text.startsWith(': ', i)) return i;
  }
  return undefined;
}

/**
 * The message without the values that the server prints in Go's form: `expected string, got
 * &value.valueUnstructured{Value:1}`. A value may hold brackets, so the text from the first value to the last bracket
 * is masked.
 */
export function withoutGoValues(message: string): string {
  return message
    .replaceAll(/&value\.valueUnstructured\{Value:[^]*\}/g, '(masked)')
    .replaceAll(/(?<=\bcannot unmarshal (?:string|number)\b) .*?(?= into Go )/g, '')
    .replaceAll(/(?<=quantities must match the regular expression) [^]*$/g, ' of quantities');
}
