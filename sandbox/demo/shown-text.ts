/** Whether a comment is edited in the second in which it was written depends on the machine. */
const EDITED = / · edited$/;

/**
 * What a page says to whoever reads it, without what differs from run to run: numbers, times, commits, hashes.
 * Beside a picture of the page it tells when the picture is older than what it shows.
 */
export function shownText(html: string): string {
  const main = /<main[^>]*>([^]*)<\/main>/.exec(html)?.[1] ?? html;
  return main
    .replaceAll(/<(script|style|svg)\b[^]*?<\/\1>/g, '')
    .replaceAll(/<\/?(p|div|li|ul|ol|h\d|tr|table|pre|details|summary|section|form|button|br)\b[^>]*>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b|\d+/g, '#')
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' ').replace(EDITED, ''))
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
}

/** The page as a person sees it who is signed in. */
export async function fetchShown(url: string, login: string): Promise<string> {
  const response = await fetch(url, { headers: { cookie: `login=${login}` } });
  return shownText(await response.text());
}
