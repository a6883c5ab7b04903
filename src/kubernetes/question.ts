import type { Left } from '../core/people.ts';
import type { JsonObject } from '../core/json.ts';
import type { Client } from './client.ts';
import type { Identified } from './identify.ts';

/** One object of which the server is asked what it would become. */
export interface Question {
  readonly client: Client;
  readonly item: Identified;
  readonly live: JsonObject | undefined;
  /** What would be applied. */
  readonly body: JsonObject;
  /** What stays of what others wrote. */
  readonly left: Left;
}

/** Keys of what the same sync creates; known when all is seen. */
export type Missing = () => Promise<ReadonlySet<string>>;
