/** GitHub's opaque ids: a kind and a number, in Base64. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64');
}

/** @returns undefined for an id of another kind, or of none */
export function numberOf(kind: string, id: string): number | undefined {
  const [found, number] = Buffer.from(id, 'base64').toString().split(':');
  return found === kind && /^\d+$/.test(number ?? '') ? Number(number) : undefined;
}
