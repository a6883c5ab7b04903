/** How a request that matches is answered instead. */
export type Fault =
  /** `message`: instead of what GitHub usually says with this status. */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  | { readonly kind: 'secondary-limit'; readonly retryAfter: number; readonly status?: 403 | 429 }
  /** It is done, but whoever asked hears 502. */
  | { readonly kind: 'lost' }
  /** Milliseconds before it is worked on. */
  | { readonly kind: 'delay'; readonly delay: number }
  /** The answer of the same GET before. */
  | { readonly kind: 'stale' };

export type DeliveryFault = 'drop' | 'duplicate' | 'hold' | { readonly delay: number };

export interface RequestMatch {
  readonly method?: string;
  /** Part of the path. */
  readonly path?: string | RegExp;
}

interface Planned<What> {
  readonly what: What;
  readonly match: RequestMatch & { readonly event?: string };
  left: number;
}

/** What goes wrong, on request: at GitHub it does so by itself. */
export interface Faults {
  /** The next so many requests that match are answered with a failure; `Infinity`: until `clear`. */
  failRequests(count: number, fault: Fault, match?: RequestMatch): void;
  dropDeliveries(count: number, event?: string): void;
  duplicateDeliveries(count: number, event?: string): void;
  /** Milliseconds. */
  delayDeliveries(count: number, delay: number, event?: string): void;
  /** Held back until the last of them is there, then sent in the opposite order. */
  reorderDeliveries(count: number, event?: string): void;
  /** What was held back is sent. */
  clear(): void;

  /** For the webhooks, to send what they hold. */
  onClear(listener: () => void): void;
  /** For the server: the fault of this request, used up. */
  requestFault(method: string, path: string): Fault | undefined;
  /** For the webhooks. `last`: of those that are to be held, none is left. */
  deliveryFault(event: string): { readonly fault: DeliveryFault; readonly last: boolean } | undefined;
}

export function createFaults(): Faults {
  const requests: Planned<Fault>[] = [];
  const deliveries: Planned<DeliveryFault>[] = [];
  const listeners: (() => void)[] = [];
  const deliver = (what: DeliveryFault) => (left: number, event?: string) =>
    void deliveries.push({ what, left, match: event === undefined ? {} : { event } });
  return {
    failRequests: (left, what, match = {}) => void requests.push({ what, left, match }),
    dropDeliveries: deliver('drop'),
    duplicateDeliveries: deliver('duplicate'),
    reorderDeliveries: deliver('hold'),
    delayDeliveries: (left, delay, event) => deliver({ delay })(left, event),
    clear() {
      requests.length = 0;
      deliveries.length = 0;
      for (const listener of listeners) listener();
    },
    onClear: (listener) => void listeners.push(listener),
    requestFault(method, path) {
      const found = requests.find(({ left, match }) => left > 0 && matches(match, method, path));
      if (found === undefined) return undefined;
      found.left -= 1;
      return found.what;
    },
    deliveryFault(event) {
      const found = deliveries.find(({ left, match }) => left > 0 && (match.event ?? event) === event);
      if (found === undefined) return undefined;
      found.left -= 1;
      return { fault: found.what, last: found.left === 0 };
    },
  };
}

function matches({ method, path }: RequestMatch, actualMethod: string, actualPath: string): boolean {
  if (method !== undefined && method !== actualMethod) return false;
  if (path === undefined) return true;
  return typeof path === 'string' ? actualPath.includes(path) : path.test(actualPath);
}
