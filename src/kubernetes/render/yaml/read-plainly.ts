import {
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  SCALAR_STYLE,
  YAMLException,
  getScalarValue,
  parseEvents,
} from 'js-yaml';
import type { Json, JsonObject } from '../../../core/json/json.ts';
import { resolvePlain } from './scalars.ts';

/** A document of the usual form, which is read in a fifth of the time. */
export interface PlainDocument {
  readonly value: Json;
  /** Offset of its first key or item. */
  readonly start: number;
}

const MAX_NESTING = 100;
/** More than Kubernetes stores as one object. The parser has no limit of its own, and keeps an event for every value. */
const MAX_CHARACTERS = 2 ** 20;
/**
 * Characters of a key: with as many blanks behind, still less than the 1024 after which kubectl takes a text for no
 * key.
 */
const MAX_KEY = 500;
const MANY_BLANKS = / {500}/;
/** A tab as indentation, behind a dash as well, and a key behind a question mark. */
const ODD_START = /^[- ]*[\t?]/m;
const AFTER_QUOTE = / *(?:$|\n|:| #)/y;
const BLOCK_HEADER = /[-:] +\|[-+0-9]*(?: *| +#.*)\n?$/;
const IN_QUOTES = String.raw`"[^"\\\n]*"|'[^'\n]*'`;
const ITEM = String.raw`(?:${IN_QUOTES}|[A-Za-z0-9/][\w./-]*)`;
/** `{}`, and a list on one line of nothing but simple texts. */
const IN_BRACKETS = new RegExp(String.raw`(?:\{\}|\[ *(?:${ITEM} *(?:, *${ITEM} *)*)?\]) *(?:$|\n| #)`, 'y');
const BLANKS = /(^|\n)[ \t]+(\n|$)/;

/**
 * Reads a document of nothing but indented maps, lists and scalars, in which every key is a text and unique in its map.
 * @returns undefined for any other document: one with a mistake, more than simple texts in brackets, an anchor, a
 *   tag, a merge, or a number as a key. `parse-yaml.ts` reads those as kubectl does, and names the mistake.
 */
export function readPlainly(text: string): PlainDocument | undefined {
  if (text.length > MAX_CHARACTERS || ODD_START.test(text) || MANY_BLANKS.test(text)) return undefined;
  const events = eventsOf(text);
  const [document, root] = events ?? [];
  if (events === undefined || document?.type !== EVENT_ID.DOCUMENT || document.explicitStart)
    return undefined;
  if (document.explicitEnd || document.directives.length > 0 || root?.type !== EVENT_ID.MAPPING)
    return undefined;
  const reader = new Reader(text, events);
  const value = reader.read();
  // Only the document's own end may be left: no second document.
  return value === undefined || !reader.isAtEnd() ? undefined : { value, start: root.start };
}

function eventsOf(text: string): Event[] | undefined {
  try {
    return parseEvents(text, { maxDepth: MAX_NESTING });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/** Whether a quoted text ends behind its closing quote: the parser itself takes more text there. */
function isFollowedByEnd(text: string, at: number): boolean {
  AFTER_QUOTE.lastIndex = at;
  return AFTER_QUOTE.test(text);
}

/** Reads the events of one document; gives undefined as soon as one of them is not plain. */
class Reader {
  readonly #text: string;
  readonly #events: readonly Event[];
  #at = 1;
  #isKey = false;
  #isInBrackets = false;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  read(): Json | undefined {
    const event = this.#events[this.#at];
    this.#at += 1;
    if (event === undefined || !('tagStart' in event) || event.tagStart >= 0 || event.anchorStart >= 0) {
      return undefined;
    }
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event);
    if (event.style === COLLECTION_STYLE.FLOW) return this.#inBrackets(event);
    return event.type === EVENT_ID.SEQUENCE ? this.#list() : this.#map();
  }

  isAtEnd(): boolean {
    return this.#at === this.#events.length - 1 && this.#events[this.#at]?.type === EVENT_ID.POP;
  }

  #scalar(event: ScalarEvent): Json | undefined {
    if (!this.#isInBrackets && !this.#isPlain(event)) return undefined;
    const text = getScalarValue(this.#text, event);
    if (event.style === SCALAR_STYLE.PLAIN) return resolvePlain(text).value;
    return text.isWellFormed() ? text : undefined;
  }

  /**
   * Whether all readers see the same lines. They differ about a folded text, a plain or quoted text of several lines,
   * and a line of nothing but blanks.
   */
  #isPlain({ style, valueStart, valueEnd }: ScalarEvent): boolean {
    const written = this.#text.slice(valueStart, valueEnd);
    if (style === SCALAR_STYLE.LITERAL_BLOCK) return !BLANKS.test(written) && this.#isBelowKey(valueStart);
    if (style === SCALAR_STYLE.FOLDED_BLOCK || written.includes('\n')) return false;
    if (style === SCALAR_STYLE.PLAIN) return written === '' || this.#isAtItsPlace(valueStart);
    // A `\U` escape may name a character that does not exist: the parser turns it into another one.
    const isSound = !written.includes('\\U') && isFollowedByEnd(this.#text, valueEnd + 1);
    return isSound && this.#isAtItsPlace(valueStart - 1);
  }

  /**
   * Whether a value is a key, or stands behind its key or dash: about one on a line of its own, readers differ when a
   * comment precedes it.
   */
  #isAtItsPlace(start: number): boolean {
    if (this.#isKey) return true;
    let before = start - 1;
    while (this.#text[before] === ' ') before -= 1;
    return this.#text[before] === ':' || this.#text[before] === '-';
  }

  /** Whether the `|` of a block of lines stands behind its key or dash. */
  #isBelowKey(start: number): boolean {
    const line = this.#text.slice(this.#text.lastIndexOf('\n', start - 2) + 1, start);
    return BLOCK_HEADER.test(line);
  }

  #inBrackets({ type, start }: MappingEvent | SequenceEvent): Json | undefined {
    IN_BRACKETS.lastIndex = start;
    if (!IN_BRACKETS.test(this.#text) || !this.#isAtItsPlace(start)) return undefined;
    if (type === EVENT_ID.MAPPING) return this.#map();
    this.#isInBrackets = true;
    const list = this.#list();
    this.#isInBrackets = false;
    return list;
  }

  #list(): Json[] | undefined {
    const items: Json[] = [];
    while (!this.#popped()) {
      const item = this.read();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  #map(): JsonObject | undefined {
    const map: JsonObject = {};
    while (!this.#popped()) {
      const key = this.#key();
      const value = key === undefined || Object.hasOwn(map, key) ? undefined : this.read();
      if (key === undefined || value === undefined) return undefined;
      map[key] = value;
    }
    return map;
  }

  #key(): string | undefined {
    const event = this.#events[this.#at];
    if (event?.type !== EVENT_ID.SCALAR || event.valueEnd - event.valueStart > MAX_KEY) return undefined;
    this.#isKey = true;
    const key = this.read();
    this.#isKey = false;
    return typeof key !== 'string' || key === '<<' || key === '__proto__' ? undefined : key;
  }

  #popped(): boolean {
    if (this.#events[this.#at]?.type !== EVENT_ID.POP) return false;
    this.#at += 1;
    return true;
  }
}
