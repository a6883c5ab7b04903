/** `299 agent "text"`, with `"` and `\` escaped: RFC 7234 §5.5. */
const WARNING = /299 \S+ "((?:[^"\\]|\\.)*)"/g;

/** The texts of a response's `Warning` headers, each once. Kubernetes sends code 299 only. */
export function readWarnings(header: string | readonly string[] | undefined): string[] {
  const lines = header === undefined ? [] : [header].flat();
  const texts = lines.flatMap((line) => [...line.matchAll(WARNING)].map((match) => unescape(match[1] ?? '')));
  return [...new Set(texts)];
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
