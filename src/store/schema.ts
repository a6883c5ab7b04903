import type { Generated } from 'kysely';

/** The tables. Times are milliseconds since the epoch; JSON is text, so that 64-bit integers stay whole, and each has a version (`shapes/versioned.ts`). */
export interface Schema {
  readonly deliveries: DeliveryRow;
  readonly claims: { key: string };
  readonly plans: PlanRow;
  readonly previews: PreviewRow;
  readonly preview_targets: PreviewTargetRow;
  readonly approvals: ApprovalRow;
  readonly configurations: ConfigurationRow;
  readonly syncs: SyncRow;
  readonly drifts: DriftRow;
  readonly answers: AnswerRow;
  readonly events: EventRow;
  /** The last event of a repository that a subscriber has heard. */
  readonly cursors: { subscriber: string; repository: number; cursor: number };
}

/** How a row refers to a plan: both null where it has none. */
export interface PlanColumns {
  /** The id of its contents. */
  plan: string | null;
  /** The commit or folder that it is of. */
  source: string | null;
}

export interface DeliveryRow {
  id: string;
  event: string;
  /** Null once the delivery is worked through. */
  payload: string | null;
  received_at: number;
}

export interface PlanRow {
  /** A hash of its content: SHA-256. */
  id: string;
  content: string;
}

export interface PreviewRow {
  id: Generated<number>;
  repository: number;
  pull: number;
  environment: string;
  head: string;
  base: string;
  fingerprint: string | null;
  configuration: string | null;
  held: boolean;
  made_at: number;
  sent_at: Generated<number | null>;
  shown_at: Generated<number | null>;
  /** The checks on its head are still to be withdrawn once no open pull request has that head. */
  standing: Generated<boolean>;
}

/** A target of a preview, in the order of their syncs. */
export interface PreviewTargetRow extends PlanColumns {
  preview: number;
  position: number;
  target: string;
  content: string;
}

export interface ConfigurationRow {
  id: Generated<number>;
  repository: number;
  commit: string;
  path: string | null;
  text: string | null;
  because: string;
  pull: number | null;
  approvers: string;
  since: number;
  settled_at: number | null;
  at: number;
}

export interface ApprovalRow {
  id: Generated<number>;
  repository: number;
  pull: number;
  environment: string;
  fingerprint: string;
  user: string;
  at: number;
  shown_at: number | null;
}

/** Its plan is the approved one. */
export interface SyncRow extends PlanColumns {
  id: Generated<number>;
  repository: number;
  installation: number;
  repository_name: string;
  pull: number | null;
  environment: string;
  target: string;
  commit: string;
  approvers: string;
  state: string;
  /** Its target is no longer looked after; the state of the sync stays as it was. */
  forgotten: Generated<boolean>;
  /** Its end has been reported. */
  told: Generated<boolean>;
  ended: string | null;
  deployment: number | null;
  created_at: number;
  updated_at: number;
}

export interface DriftRow extends PlanColumns {
  repository: number;
  installation: number;
  repository_name: string;
  target: string;
  commit: string;
  since: number;
  problem: string | null;
  proposed: string | null;
  refused: string | null;
}

export interface EventRow {
  id: Generated<number>;
  repository: number;
  at: number;
  content: string;
}

export interface AnswerRow {
  repository: number;
  pull: number;
  comment: number;
  author: string;
  said: string;
  answer: string;
  at: number;
}
