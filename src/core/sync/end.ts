import type { SyncReport } from './outcome.ts';

/** How a sync ended. Masked: safe to store and to show. */
export type SyncEnd =
  | { readonly kind: 'ended'; readonly report: SyncReport }
  /** It could not begin, or was left. `reason`: subject first, next step last. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The Markdown that an earlier version recorded. */
  | { readonly kind: 'words'; readonly text: string };
