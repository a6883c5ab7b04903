/** In one word, what programs call a password; of all that ends so only these (`bypass` and `compass` are none). */
export const ONE_WORD_NAMES =
  '(?:db|user|root|admin|mail|smtp|ftp|ldap|redis|sql|require)pass|(?:bind|root|user)pw|masterauth';

/** What a name ends with whose value is a secret, whatever holds it. A reference (`secretName`, `tokenFile`) ends otherwise. */
const ANYWHERE = [
  'passwords?|passwd|passphrase|[-_.](?:pass|pwd|pw)|(?-i:[a-z](?:Pass|Pwd))',
  ONE_WORD_NAMES,
  'token|credentials?|connection[-_.]?string|client[-_.]?secret',
  'secret[-_.]?access[-_.]?key|key[-_.]data',
  '(?:api|access|account|private|signing|encryption|master)[-_.]?keys?',
].join('|');

/** In settings of programs these are values; in fields of Kubernetes they name a Secret, or a key of one. */
const ONLY_IN_SETTINGS = '(?<!(?:existing|pull)[-_.]?)secret|secret[-_.]?key|dsn|authorization';

/** The source of a regular expression: what names of secret settings end with. */
export const SETTING_NAMES = `${ANYWHERE}|${ONLY_IN_SETTINGS}`;

const FIELD = new RegExp(`(?:${ANYWHERE})$`, 'i');
const SETTING = new RegExp(`(?:${SETTING_NAMES})$`, 'i');

/** Whether the name of a field, or of an annotation, tells that its value is a secret. */
export function isSecretField(name: string): boolean {
  return FIELD.test(name);
}

/** Whether the name of a program's setting (an environment variable, a flag, a key of a ConfigMap) tells it. */
export function isSecretSetting(name: string): boolean {
  return SETTING.test(name);
}

/** Nothing to hide: a switch, the beginning of a map, a file's path, or a reference to what is put in its place elsewhere. */
const OPEN = new RegExp(
  [
    'true|false|null|none|yes|no|on|off|enabled|disabled|[01{[]',
    // What is base64 holds no dot.
    String.raw`(?:/[\w-]+)+/[\w.-]*\.[a-z]{2,5}`,
    String.raw`\$\([\w.-]+\)|\$\{\w+\}`,
    // With quotes there can be a value of its own: `{{ .password | default "x" }}`.
    String.raw`\{\{[^{}"'\x60]*\}\}`,
  ]
    .map((part) => `^(?:${part})$`)
    .join('|'),
  'i',
);

/** Whether a value of a secret's name is none by itself. */
export function isOpen(value: string): boolean {
  return value === '' || OPEN.test(value);
}
