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

/** By its key what is not live yet, and by whose sync it will be, in words; known when all is seen. */
export type Missing = () => Promise<ReadonlyMap<string, string>>;
