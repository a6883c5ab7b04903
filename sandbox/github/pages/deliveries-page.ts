import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HookDelivery } from '../world/model.ts';
import { type Html, button, page } from './layout.ts';
import type { Site } from './site.ts';
import { label } from './state-label.ts';

/** What was told to Apps, newest first, and how they answered. */
export function deliveriesPage(site: Site, context: Context): Html {
  const rows = site.world.deliveries.slice(-100).toReversed().map(row);
  const content = html`<h1>Webhooks</h1>
    <div class="box">${rows.length > 0 ? rows : html`<div class="row quiet">None was sent yet.</div>`}</div>`;
  return page(site, context, 'Webhooks', content);
}

function row({
  id,
  guid,
  event,
  action,
  app,
  status,
  deliveredAt,
  redelivery,
  duration,
  request,
}: HookDelivery): Html {
  return html`<div class="row">
    <details class="grow">
      <summary>
        ${status === 'OK' ? label('good', 'Taken') : label('bad', 'Failed')}
        <strong>${event}${action === null ? '' : `.${action}`}</strong> to ${app.name}
        <span class="quiet"
          >${deliveredAt} · ${duration} s · ${status}${redelivery ? ' · redelivery' : ''} · ${guid}</span
        >
      </summary>
      <pre class="diff">${JSON.stringify(JSON.parse(request.payload), null, 2)}</pre>
    </details>
    ${button(`/deliveries/${id}/redeliver`, 'Redeliver')}
  </div>`;
}
