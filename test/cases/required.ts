/** The cases that have to be shown, each by a test that begins with its id: a Kubernetes engine's, and what real use found. */
const ranges = [
  'A1–A14',
  'A2b',
  'B1–B11',
  'C1–C22',
  'D1–D11',
  'E1–E18',
  'F1–F13',
  'G1–G20',
  'H1–H12',
  'I1–I2',
  'I4',
  'I14–I17',
  'J1–J6',
  'K1–K10',
  'U1–U16',
  'U20–U34',
  'U40–U71',
];

/**
 * @param text one id (`A2b`) or a range of one letter (`A1–A14`)
 * @returns the ids it stands for, in order
 */
export function idsOf(text: string): string[] {
  const [, letter = '', first = '', last] = /^([A-Z])(\d+)\s*[–-]\s*[A-Z]?(\d+)$/.exec(text) ?? [];
  if (last === undefined) return [text];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) => `${letter}${Number(first) + index}`);
}

export const requiredCases: readonly string[] = ranges.flatMap(idsOf);
