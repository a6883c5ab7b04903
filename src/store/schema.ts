import type { Generated } from 'kysely';

/** The tables. Times are milliseconds since the epoch; JSON is text, so that 64-bit integers stay whole, and each has a version (`versioned.ts`). */
export interface Schema {
  readonly deliveries: DeliveryRow;
  readonly claims: { key: string };
  readonly previews: PreviewRow;
  readonly approvals: ApprovalRow;
  readonly configurations: ConfigurationRow;
  readonly syncs: SyncRow;
  readonly drifts: DriftRow;
  readonly answers: AnswerRow;
}

export interface DeliveryRow {
  id: string;
  event: string;
  /** Null once the delivery is worked through. */
  payload: string | null;
  received_at: number;
}

export interface PreviewRow {
  id: Generated<number>;
  repository: number;
  pull: number;
  environment: string;
  head: string;
  base: string;
  fingerprint: string | null;
  targets: string;
  configuration: string | null;
  held: boolean;
  made_at: number;
  sent_at: Generated<number | null>;
  shown_at: Generated<number | null>;
  /** The checks on its head are still to be withdrawn once no open pull request has that head. */
  standing: Generated<boolean>;
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

export interface SyncRow {
  id: Generated<number>;
  repository: number;
  installation: number;
  repository_name: string;
  pull: number | null;
  environment: string;
  target: string;
  commit: string;
  approved: string | null;
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

export interface DriftRow {
  repository: number;
  installation: number;
  repository_name: string;
  target: string;
  commit: string;
  since: number;
  plan: string | null;
  problem: string | null;
  proposed: string | null;
  refused: string | null;
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
