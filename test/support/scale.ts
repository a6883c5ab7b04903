/**
 * Which tests run: `npm test` is quick, `npm run test:all` runs everything. What only the second one runs is a file named
 * `*.long.test.ts`, or the rest of a count that stands here.
 */
export const SUITE: 'quick' | 'all' = process.env['PLUMBLINE_SUITE'] === 'all' ? 'all' : 'quick';

export const LONG = '**/*.long.test.ts';

/** How often something that is generated is tried: by `npm test`, and by `npm run test:all`. */
export const SCALES = {
  'generated manifests and live edits on a real API server': { quick: 600, all: 6000 },
  'mutations of live objects that are proven or asked about': { quick: 2400, all: 20_000 },
  'orders of events in the pure rules': { quick: 20_000, all: 200_000 },
  'orders of events on one app': { quick: 40, all: 200 },
  'generated YAML documents that kubectl reads beside us': { quick: 300, all: 3000 },
} as const satisfies Readonly<Record<string, { readonly quick: number; readonly all: number }>>;

/** @returns the count of the suite that runs */
export function scale(what: keyof typeof SCALES): number {
  return SCALES[what][SUITE];
}

/** Milliseconds for a test whose quick count needs `quick` of them. */
export function timeFor(what: keyof typeof SCALES, quick: number): number {
  return (quick * scale(what)) / SCALES[what].quick;
}
