import type { Button } from '../core/button.ts';
import type { RepositoryRef } from '../core/refs.ts';
import type { CheckReference } from './checks.ts';

/** The events that webhooks stand for: reasons to look, with names only. */
export interface Listener {
  /** Whether the server knows the repository at all; for any other nothing is done and nothing written. */
  knows(repository: RepositoryRef): boolean;
  proposed(repository: RepositoryRef, pull: number): Promise<void>;
  merged(repository: RepositoryRef, pull: number): Promise<void>;
  /** Closed without a merge. */
  left(repository: RepositoryRef, pull: number): Promise<void>;
  /** A review or a comment was written, changed or taken back. */
  reviewed(repository: RepositoryRef, pull: number): Promise<void>;
  commented(repository: RepositoryRef, pull: number, comment: number): Promise<void>;
  /** A comment was edited. */
  edited(repository: RepositoryRef, pull: number, comment: number): Promise<void>;
  /** A button of plumbline's check run was pressed. GitHub keeps no record of by whom: only the event tells. */
  pressed(repository: RepositoryRef, button: Button, by: string, reference: CheckReference): Promise<void>;
  /** All checks of a commit are to be made again. */
  rerun(repository: RepositoryRef, commit: string): Promise<void>;
  /** The merge queue into the default branch has another entry. */
  queued(repository: RepositoryRef): Promise<void>;
  /** The default branch moved. */
  pushed(repository: RepositoryRef): Promise<void>;
  installed(): Promise<void>;
  ignored(reason: 'malformed' | 'unknown-repository'): void;
}
