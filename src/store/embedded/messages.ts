/** What the program asks of the database's thread, which answers each call once. */
export type Call =
  | { readonly name: 'open' | 'begin' | 'commit' | 'rollback' | 'close' }
  | QueryCall
  | { readonly name: 'exec'; readonly text: string }
  | { readonly name: 'listen'; readonly channel: string }
  | { readonly name: 'unlisten'; readonly listener: number };

/** One statement. Inside of the transaction that was begun, or outside of it: then it waits for its end. */
export interface QueryCall {
  readonly name: 'query';
  readonly text: string;
  readonly values: readonly unknown[];
  readonly inside: boolean;
}

export type Asked = Call & { readonly id: number };

/** What the database's thread tells. A listener has the id of the call that began it. */
export type Told =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorFields }
  | { readonly type: 'notification'; readonly listener: number; readonly payload: string };

/** The fields of an error: a copy of the error itself would have lost its SQLSTATE, `code`. */
export type ErrorFields = Readonly<Record<string, string | number>>;
