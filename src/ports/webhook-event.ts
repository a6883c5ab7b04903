import type { Button } from '../core/button.ts';
import type { RepositoryRef } from '../core/refs.ts';
import type { CheckReference } from './checks.ts';

/** A webhook of one repository: a reason to look, never a fact. It carries names only. */
export type RepositoryEvent =
  /** The pull request was opened, pushed to or retargeted; merged; closed without a merge. */
  | { readonly type: 'proposed' | 'merged' | 'left'; readonly pull: number }
  /** A review or a comment was written, changed or taken back. */
  | { readonly type: 'reviewed'; readonly pull: number }
  | { readonly type: 'commented'; readonly pull: number; readonly comment: number }
  /** A comment's text is no longer the one that was written at first. */
  | { readonly type: 'edited'; readonly pull: number; readonly comment: number }
  /** A button of our check run was pressed. GitHub keeps no record of by whom: the event is the only word of it. */
  | {
      readonly type: 'pressed';
      readonly button: Button;
      /** GitHub login. */
      readonly by: string;
      readonly reference: CheckReference;
    }
  /** All checks of a commit are to be made again. */
  | { readonly type: 'rerun'; readonly commit: string }
  /** The merge queue into the default branch has another entry. */
  | { readonly type: 'queued' }
  /** The default branch moved. */
  | { readonly type: 'pushed' };

/** A webhook as it was read. */
export type Webhook =
  /** `malformed`: the payload is not as GitHub describes it, and would not get better by being read again. */
  | { readonly repository: RepositoryRef; readonly events: readonly RepositoryEvent[] | 'malformed' }
  /** An installation came, got repositories, or accepted permissions. */
  | { readonly installed: true }
  /** `other`: an event that leads to nothing. */
  | { readonly ignored: 'malformed' | 'other' };
