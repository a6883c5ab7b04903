/** GitHub's own record of its webhook deliveries. */
export interface WebhookDeliveries {
  /** Asks GitHub to send again the deliveries of the last hours that never arrived. */
  redeliverFailed(): Promise<void>;
}
