import type { Clock } from '../ports/clock.ts';
import type { WebhookDeliveries } from '../ports/webhook-deliveries.ts';
import type { App, Octokit } from './app/app.ts';
import { asked, askedIfThere } from './refusal.ts';

const HOUR = 3_600_000;
/** GitHub keeps deliveries for three days; older ones than this have been asked for again often enough. */
const LOOK_BACK = 3 * HOUR;

export function createWebhookDeliveries(app: App, clock: Clock): WebhookDeliveries {
  return {
    redeliverFailed: () =>
      asked('webhook deliveries', async () => {
        const octokit = await app.asApp();
        for (const id of failed(await recent(octokit, clock.now() - LOOK_BACK))) {
          await askedIfThere(`delivery ${id}`, () =>
            octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id }),
          );
        }
      }),
  };
}

interface Attempt {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

async function recent(octokit: Octokit, since: number): Promise<Attempt[]> {
  const found: Attempt[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 });
  for await (const { data } of pages) {
    found.push(...data.filter(({ delivered_at }) => Date.parse(delivered_at) >= since));
    if (data.some(({ delivered_at }) => Date.parse(delivered_at) < since)) break;
  }
  return found;
}

/** For each event that never arrived, its last attempt. */
function failed(attempts: readonly Attempt[]): number[] {
  const arrived = new Set(attempts.filter(({ status_code }) => isOk(status_code)).map(({ guid }) => guid));
  const newest = new Map<string, Attempt>();
  for (const attempt of attempts) {
    const known = newest.get(attempt.guid);
    if (known === undefined || attempt.delivered_at > known.delivered_at) newest.set(attempt.guid, attempt);
  }
  return [...newest.values()].filter(({ guid }) => !arrived.has(guid)).map(({ id }) => id);
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}
