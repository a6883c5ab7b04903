import { raw } from 'hono/html';
import { Marked } from 'marked';
import sanitize from 'sanitize-html';

const marked = new Marked({
  gfm: true,
  renderer: {
    code({ text, lang }) {
      const lines = text.split('\n').map((line) => (lang === 'diff' ? diffLine(line) : escaped(line)));
      return `<pre><code>${lines.join('\n')}</code></pre>`;
    },
  },
});

/** What GitHub lets through, as far as it matters here. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: [...sanitize.defaults.allowedTags, 'details', 'summary', 'input', 'del', 'img'],
  allowedAttributes: {
    a: ['href'],
    details: ['open'],
    img: ['src', 'alt'],
    span: [{ name: 'class', multiple: false, values: ['added', 'removed', 'hunk'] }],
    th: ['align'],
    td: ['align'],
    input: ['type', 'checked', 'disabled'],
  },
};

/** Markdown as GitHub shows it. */
export function markdown(text: string) {
  return raw(sanitize(marked.parse(text, { async: false }), ALLOWED));
}

/** A unified diff, in colours. */
export function diffBlock(text: string) {
  return raw(`<pre class="diff">${text.split('\n').map(diffLine).join('\n')}</pre>`);
}

function diffLine(line: string): string {
  const kind = { '+': 'added', '-': 'removed', '@': 'hunk' }[line[0] ?? ''];
  return kind === undefined ? escaped(line) : `<span class="${kind}">${escaped(line)}</span>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
