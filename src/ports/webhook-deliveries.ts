/** GitHub's own record of what it tried to tell us. */
export interface WebhookDeliveries {
  /** Asks GitHub to send again what never arrived in the last hours. */
  redeliverFailed(): Promise<void>;
}
