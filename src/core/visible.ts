/**
 * Characters that a terminal or a page would act on instead of showing: controls, ANSI escapes, text direction,
 * zero width, fillers; and halves of characters, which no API takes. A line end is kept by the caller's splitting,
 * never here.
 */
const INVISIBLE = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Text with every invisible character escaped: `\u202e` instead of turning the line around. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** The same for several lines; the line ends stay. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** JSON's own escape, so that escaped JSON keeps its meaning: beyond U+FFFF in two halves. */
function escaped(character: string): string {
  return character
    .split('')
    .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
