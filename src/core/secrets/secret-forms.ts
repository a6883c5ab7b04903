/** Single lines of a value with several lines are searched for if they are this long, in characters. */
const LINE_LENGTH = 8;

/** A secret value and its common encodings. */
export function formsOfSecret(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const base64 = bytes.toString('base64');
  const whole = [value, base64, ...unpadded(base64), inJson(value)];
  if (value.includes('\n')) return distinct([...whole, ...linesOf(value)]);
  const hex = bytes.toString('hex');
  const twice = Buffer.from(base64, 'utf8').toString('base64');
  return distinct([...whole, twice, hex, hex.toUpperCase(), ...percentEncoded(value)]);
}

/** The passwords within a registry's configuration (JSON), also those in its pairs of name and password. */
export function secretsWithin(value: string): string[] {
  const parsed = value.startsWith('{') ? parse(value) : undefined;
  return parsed === undefined ? [] : passwordsIn(parsed);
}

/** Name and password in the encoding of HTTP's basic authentication. */
export function basicAuth(user: string, password: string): string[] {
  const base64 = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return [base64, ...unpadded(base64)];
}

function unpadded(base64: string): string[] {
  const bare = base64.replace(/=+$/, '');
  return [bare, bare.replaceAll('+', '-').replaceAll('/', '_')];
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function percentEncoded(value: string): string[] {
  const strict = (text: string) =>
    text.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  if (!value.isWellFormed()) return [];
  const encoded = encodeURIComponent(value);
  const lower = encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [encoded, lower, strict(encoded), encoded.replaceAll('%20', '+')];
}

function linesOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line.length >= LINE_LENGTH && !line.startsWith('-----'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: it is hidden as a whole all the same.
    return undefined;
  }
}

const NAMES = /^(?:auth|password|identitytoken|registrytoken)$/;

function passwordsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string' && NAMES.test(key)) {
    const pair = key === 'auth' ? Buffer.from(value, 'base64').toString('utf8') : '';
    return [value, ...(pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : [])];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => passwordsIn(item, name));
}

function distinct(forms: readonly string[]): string[] {
  return [...new Set(forms)];
}
