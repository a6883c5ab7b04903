/**
 * Splits chunks into lines, wherever they were cut, inside a character too. The text after the last line break is left
 * out: it is half of a line whose other half never came.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
    rest += first;
    for (const next of more) {
      if (rest !== '') yield rest;
      rest = next;
    }
  }
}
