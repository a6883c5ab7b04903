/** One line of Git's protocol, with its length before it. */
export function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}

/** Side band 2: what Git shows to the person, after `remote:`. */
export function saidToPerson(line: string): string {
  return packet(`\u0002${line}\n`);
}
