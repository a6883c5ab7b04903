import { buildSchema } from 'graphql';

/** The part of GitHub's schema that is simulated: what asks for more is refused by it. */
export const SCHEMA = buildSchema(`
  scalar DateTime
  scalar GitObjectID
  enum ReportedContentClassifiers { ABUSE DUPLICATE LOW_QUALITY OFF_TOPIC OUTDATED RESOLVED SPAM }
  enum MergeQueueEntryState { AWAITING_CHECKS LOCKED MERGEABLE QUEUED UNMERGEABLE }
  interface Minimizable { isMinimized: Boolean!, minimizedReason: String }
  type IssueComment implements Minimizable { id: ID!, isMinimized: Boolean!, minimizedReason: String }
  type PullRequest { id: ID!, number: Int!, isDraft: Boolean!, isInMergeQueue: Boolean! }
  type MergeQueueEntry { id: ID!, position: Int!, enqueuedAt: DateTime!, jump: Boolean!, state: MergeQueueEntryState!, pullRequest: PullRequest }
  input MinimizeCommentInput { clientMutationId: String, subjectId: ID!, classifier: ReportedContentClassifiers! }
  input UnminimizeCommentInput { clientMutationId: String, subjectId: ID! }
  input EnqueuePullRequestInput { clientMutationId: String, pullRequestId: ID!, jump: Boolean, expectedHeadOid: GitObjectID }
  input DequeuePullRequestInput { clientMutationId: String, id: ID! }
  input ConvertPullRequestToDraftInput { clientMutationId: String, pullRequestId: ID! }
  input MarkPullRequestReadyForReviewInput { clientMutationId: String, pullRequestId: ID! }
  type MinimizeCommentPayload { clientMutationId: String, minimizedComment: Minimizable }
  type UnminimizeCommentPayload { clientMutationId: String, unminimizedComment: Minimizable }
  type EnqueuePullRequestPayload { clientMutationId: String, mergeQueueEntry: MergeQueueEntry }
  type DequeuePullRequestPayload { clientMutationId: String, mergeQueueEntry: MergeQueueEntry }
  type ConvertPullRequestToDraftPayload { clientMutationId: String, pullRequest: PullRequest }
  type MarkPullRequestReadyForReviewPayload { clientMutationId: String, pullRequest: PullRequest }
  type User { login: String! }
  type Query { viewer: User! }
  type Mutation {
    minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
    unminimizeComment(input: UnminimizeCommentInput!): UnminimizeCommentPayload
    enqueuePullRequest(input: EnqueuePullRequestInput!): EnqueuePullRequestPayload
    dequeuePullRequest(input: DequeuePullRequestInput!): DequeuePullRequestPayload
    convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
    markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
  }
`);
