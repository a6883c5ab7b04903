/** A rule, by GitHub's names; its parameters are in GitHub's own form. */
export type Rule =
  | { readonly type: 'creation' | 'update' | 'deletion' | 'non_fast_forward' | 'required_signatures' }
  | {
      readonly type: 'pull_request';
      readonly parameters: {
        readonly required_approving_review_count: number;
        readonly dismiss_stale_reviews_on_push: boolean;
      };
    }
  | {
      readonly type: 'required_status_checks';
      readonly parameters: {
        readonly strict_required_status_checks_policy: boolean;
        readonly required_status_checks: readonly {
          readonly context: string;
          readonly integration_id?: number;
        }[];
      };
    };

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  enforcement: 'active' | 'disabled' | 'evaluate';
  /** `~DEFAULT_BRANCH`, `~ALL`, or a pattern: `refs/heads/release/**`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  /** Whether admins pass it by. */
  readonly adminsBypass: boolean;
}
