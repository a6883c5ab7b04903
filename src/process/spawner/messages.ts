import type { OpsErrorDetails } from '../../core/errors.ts';
import type { ProgramStart } from '../program.ts';

/** Each message is of one program, which has a number of its own. */
interface OfProgram {
  readonly id: number;
}

export type ToSpawner = OfProgram &
  (
    | { readonly type: 'start'; readonly start: ProgramStart }
    | { readonly type: 'input'; readonly data: Uint8Array }
    | { readonly type: 'input-over' }
    | { readonly type: 'end'; readonly grace: number }
  );

export type FromSpawner = OfProgram &
  (
    | { readonly type: 'started'; readonly group: number }
    | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly data: Uint8Array }
    | { readonly type: 'exited' | 'closed'; readonly end: SentEnd }
  );

/** A `ProgramEnd` without classes, which do not survive the way. */
export type SentEnd =
  | { readonly code: number }
  | { readonly signal: string }
  | { readonly refused: OpsErrorDetails }
  | { readonly bug: string };
