import type { RouteDeps } from '../server/all-routes.ts';
import { numberOf } from '../server/read-body.ts';
import { type Call, type Route, notFound } from '../server/route.ts';
import type { HookDelivery } from '../world/model.ts';

export function hookRoutes({ redeliver }: RouteDeps): readonly Route[] {
  return [
    { method: 'GET', path: '/app/hook/deliveries', handle: list },
    {
      method: 'GET',
      path: '/app/hook/deliveries/{delivery_id}',
      handle: (call) => ({
        status: 200,
        body: { ...presentItem(find(call)), ...presentExchange(find(call)) },
      }),
    },
    {
      method: 'POST',
      path: '/app/hook/deliveries/{delivery_id}/attempts',
      handle(call) {
        redeliver(find(call));
        return { status: 202, body: {} };
      },
    },
  ];
}

const DEFAULT_PAGE = 30;

/** Newest first, by a cursor instead of by page numbers. */
function list(call: Call) {
  const size = Number(call.query.get('per_page') ?? DEFAULT_PAGE);
  const all = ownDeliveries(call).toReversed();
  const cursor = call.query.get('cursor');
  const start = cursor === null ? 0 : all.findIndex(({ id }) => String(id) === cursor);
  const page = all.slice(start, start + size);
  const next = all[start + size];
  return {
    status: 200,
    body: page.map(presentItem),
    headers: next === undefined ? {} : linkTo(call.url, next),
  };
}

function linkTo(url: URL, next: HookDelivery): Record<string, string> {
  const target = new URL(url);
  target.searchParams.set('cursor', String(next.id));
  return { link: `<${target.href}>; rel="next"` };
}

function ownDeliveries({ world, actor }: Call): HookDelivery[] {
  return world.deliveries.filter(({ app }) => actor.kind === 'app' && app === actor.app);
}

function find(call: Call): HookDelivery {
  const found = ownDeliveries(call).find(({ id }) => id === numberOf(call, 'delivery_id'));
  if (found === undefined) throw notFound();
  return found;
}

function presentItem(delivery: HookDelivery) {
  const { id, guid, deliveredAt, redelivery, duration, status, statusCode, event, action } = delivery;
  return {
    id,
    guid,
    delivered_at: deliveredAt,
    redelivery,
    duration,
    status,
    status_code: statusCode,
    event,
    action,
    installation_id: delivery.installation?.id ?? null,
    repository_id: delivery.repository?.id ?? null,
    throttled_at: null,
  };
}

function presentExchange({ app, request, response }: HookDelivery) {
  return {
    url: app.webhook.url,
    request: { headers: request.headers, payload: JSON.parse(request.payload) as object },
    response,
  };
}
