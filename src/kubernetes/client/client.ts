import type { Json, JsonObject } from '../../core/json/json.ts';
import type { ObjectName, ResourceType } from './resource-type.ts';

/** The server's answer: an object, and warnings (deprecated version, …). */
export interface Reply {
  readonly object: JsonObject;
  readonly warnings: readonly string[];
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface ListOptions extends CallOptions {
  /** Absent or `''`: of all namespaces. Ignored for a kind without namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects per page; 500 where absent. The answer is always whole. */
  readonly limit?: number;
  /** `'0'`: from the server's cache, possibly old. Absent: as of now. */
  readonly resourceVersion?: string;
  /** Only `metadata` of each object: little is sent, and no value of a Secret. */
  readonly metadataOnly?: boolean;
}

/** Every object of a list, each with its `apiVersion` and `kind`. */
export interface Listed {
  readonly items: JsonObject[];
  /** The version from which a watch would go on. */
  readonly resourceVersion: string;
  readonly warnings: readonly string[];
}

export interface WatchOptions extends CallOptions {
  /** As of a list. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** The version after which events are sent: that of a list, or of the last event. */
  readonly resourceVersion: string;
  /** The server ends the watch after so many milliseconds; whole seconds. */
  readonly lifetime: number;
  /** A connection on which nothing came for so many milliseconds, no bookmark either, counts as dead. */
  readonly silence: number;
}

/** A change of one object, with only its metadata; a bookmark only moves the resource version on. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: JsonObject;
}

export interface ApplyOptions extends CallOptions {
  /** The server answers with the object as it would be stored, and stores nothing. */
  readonly dryRun?: boolean;
  /** Take fields over that another manager owns with another value. */
  readonly force?: boolean;
  /** `plumbline` where absent. */
  readonly fieldManager?: string;
}

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json';

export interface PatchOptions extends CallOptions {
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  /** `status`, `scale`, … */
  readonly subresource?: string;
}

export interface RemoveOptions extends CallOptions {
  readonly dryRun?: boolean;
  /** Delete only exactly this object: a `conflict` when it was deleted and made again since. */
  readonly uid?: string;
  /** Delete only this state: a `conflict` when it was changed since. */
  readonly resourceVersion?: string;
  /** `Background` where absent. */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

export interface RawRequest extends CallOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/`, encoded, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Printed as JSON, 64-bit integers kept. */
  readonly body?: Json;
  /** May be sent again after the server said "later" or the connection broke. Where absent: a GET may. */
  readonly repeatable?: boolean;
  /** For error texts: the object, as a person would name it. Where absent: the cluster. */
  readonly subject?: string;
}

export interface RawReply {
  readonly status: number;
  readonly body: Json;
  readonly warnings: readonly string[];
}

/**
 * The calls to one cluster. Objects go in and come out as plain JSON with exact 64-bit integers.
 *
 * Every method throws `StatusError` (an `OpsError`, see `status-error.ts`) when the server refuses, and `OpsError`
 * `unreachable`, `timeout` or `unauthorized` when the server cannot be asked. A failure is never an empty answer. An
 * aborted `signal` rejects with its reason.
 */
export interface Client {
  /** The kubeconfig context, or `in-cluster`: how people name this cluster. */
  readonly context: string;
  /** The server's address, without credentials. */
  readonly server: string;
  /** Any path that answers a JSON object: discovery, OpenAPI, `objectPath(…)`. */
  get(path: string, options?: GetOptions): Promise<JsonObject>;
  /** One object, or a `StatusError` `not-found`. */
  read(type: ResourceType, object: ObjectName, options?: CallOptions): Promise<JsonObject>;
  /** One object; undefined where there is none. */
  find(type: ResourceType, object: ObjectName, options?: CallOptions): Promise<JsonObject | undefined>;
  /** All objects of a kind, page by page; from the start again when the server forgot the list midway. */
  list(type: ResourceType, options?: ListOptions): Promise<Listed>;
  /**
   * Follows the changes of a kind, metadata only. Resolves when the server has opened the watch; the iteration ends
   * when the server ends it. An object that no longer matches the selector is reported as deleted. The iteration throws
   * `stale` when the resource version is too old: list again.
   */
  watch(type: ResourceType, options: WatchOptions): Promise<AsyncIterable<WatchEvent>>;
  /** Server-side apply: creates or updates, and takes no unknown field. Always sent whole, so it may be repeated. */
  apply(type: ResourceType, object: ObjectName, body: JsonObject, options?: ApplyOptions): Promise<Reply>;
  patch(
    type: ResourceType,
    object: ObjectName,
    patchType: PatchType,
    body: Json,
    options?: PatchOptions,
  ): Promise<Reply>;
  /** The answer is the object on its way out, or the server's `Status` when it is gone. */
  remove(type: ResourceType, object: ObjectName, options?: RemoveOptions): Promise<Reply>;
  /** Any other call. */
  raw(request: RawRequest): Promise<RawReply>;
  /** Ends every connection; the client cannot be used afterwards. */
  close(): Promise<void>;
}

export interface GetOptions extends CallOptions {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}
