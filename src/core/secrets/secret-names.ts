/** Names of a password in one word: of all words with these endings only these (`bypass` and `compass` are none). */
export const ONE_WORD_NAMES =
  '(?:db|user|root|admin|mail|smtp|ftp|ldap|redis|sql|require)pass|(?:bind|root|user)pw|masterauth';

/** Endings of a secret value's name, in any object. A reference (`secretName`, `tokenFile`) has another ending. */
const ANYWHERE = [
  'passwords?|passwd|passphrase|[-_.](?:pass|pwd|pw)|(?-i:[a-z](?:Pass|Pwd))',
  ONE_WORD_NAMES,
  'token|credentials?|connection[-_.]?string|client[-_.]?secret',
  'secret[-_.]?access[-_.]?key|key[-_.]data',
  '(?:api|access|account|private|signing|encryption|master)[-_.]?keys?',
].join('|');

/** Endings that name a value in a program's settings, but a Secret or one of its keys in fields of Kubernetes. */
const ONLY_IN_SETTINGS = '(?<!(?:existing|pull)[-_.]?)secret|secret[-_.]?key|dsn|authorization';

/** Endings of secret settings' names, as the source of a regular expression. */
export const SETTING_NAMES = `${ANYWHERE}|${ONLY_IN_SETTINGS}`;

const FIELD = new RegExp(`(?:${ANYWHERE})$`, 'i');
const SETTING = new RegExp(`(?:${SETTING_NAMES})$`, 'i');

/** Whether the name of a field or an annotation marks its value as secret. */
export function isSecretField(name: string): boolean {
  return FIELD.test(name);
}

/** Whether the name of a program's setting (environment variable, flag, key of a ConfigMap) marks it as secret. */
export function isSecretSetting(name: string): boolean {
  return SETTING.test(name);
}

/** Values without a secret: a switch, the beginning of a map, a file's path, or a placeholder replaced elsewhere. */
const OPEN = new RegExp(
  [
    'true|false|null|none|yes|no|on|off|enabled|disabled|[01{[]',
    // The dot tells a path from base64.
    String.raw`(?:/[\w-]+)+/[\w.-]*\.[a-z]{2,5}`,
    String.raw`\$\([\w.-]+\)|\$\{\w+\}`,
    // Quotes can hold a value: `{{ .password | default "x" }}`.
    String.raw`\{\{[^{}"'\x60]*\}\}`,
  ]
    .map((part) => `^(?:${part})$`)
    .join('|'),
  'i',
);

/** Whether a value is no secret although its name says so. */
export function isOpen(value: string): boolean {
  return value === '' || OPEN.test(value);
}
