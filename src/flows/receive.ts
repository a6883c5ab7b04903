import type { Deliveries } from '../ports/records/deliveries.ts';

export interface ReceiveDeps {
  readonly deliveries: Pick<Deliveries, 'read' | 'finish'>;
  /** Hands the event to its listeners. */
  readonly dispatch: (event: { id: string; name: string; payload: unknown }) => Promise<void>;
}

/** Works through one delivery: it is finished only after all of its jobs are enqueued. */
export async function receive({ deliveries, dispatch }: ReceiveDeps, id: string): Promise<void> {
  const delivery = await deliveries.read(id);
  if (delivery === undefined) return;
  await dispatch({ id, name: delivery.event, payload: JSON.parse(delivery.payload) as unknown });
  await deliveries.finish(id);
}
