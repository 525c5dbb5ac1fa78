import { isUtf8 } from "node:buffer";

/**
 * In bytes, far longer than any user, because the current value is kept in memory until it is
 * complete.
 */
const LONGEST_VALUE = 16 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What is open around the next value: the documents themselves, a list, a page or its users. */
interface Level {
  kind: "documents" | "list" | "page" | "users";
  /** In a page, the position within it; elsewhere, a separator or a value. */
  next: "first" | "key" | "colon" | "value" | "separator";
  /**
   * For a page: its members besides users, because it may turn out to be a single item; and its
   * length.
   */
  members: Map<string, unknown>;
  length: number;
  hasUsers: boolean;
  key: string;
}

/**
 * Cuts a stream of UTF-8 into the items of an export: the entries of a list in pages, or separate
 * objects, in lists or one after the other. It only finds where an item ends. `JSON.parse`, which
 * is many times faster than any parser written in JavaScript, decides what it is and whether it is
 * JSON at all.
 *
 * Errors: SyntaxError when the text isn't JSON, or a value is too long.
 */
export class JsonItems {
  /**
   * `list` is the member of a page with its entries, if the export has pages; `parse` reads the
   * text of one value.
   */
  constructor(
    readonly list: string | null = "Users",
    readonly parse: (text: string) => unknown = JSON.parse,
  ) {}

  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #items: unknown[] = [];
  #levels: Level[] = [level("documents")];
  /** The current value: where it began, and what is open in it. */
  #began = -1;
  #depth = 0;
  #isInText = false;

  /** How many items are complete so far. */
  count = 0;
  /** Whether any document has appeared so far. */
  hasDocuments = false;

  /** The items that these bytes complete. */
  write(bytes: Buffer): unknown[] {
    const rest = this.#began < 0 ? this.#at : this.#began;
    const kept = this.#bytes.subarray(rest);
    if (kept.length > LONGEST_VALUE) throw new SyntaxError("A value is too long");
    this.#bytes = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    this.#at -= rest;
    if (this.#began >= 0) this.#began = 0;
    this.#read();
    return this.#items.splice(0);
  }

  /** The last item, if only the end of the stream ends it. */
  end(): unknown[] {
    const items = this.write(Buffer.from("\n"));
    if (this.#levels.length > 1 || this.#began >= 0) throw new SyntaxError("Breaks off");
    return items;
  }

  #parse(bytes: Buffer): unknown {
    if (!isUtf8(bytes)) throw new SyntaxError("Not in UTF-8");
    return this.parse(bytes.toString());
  }

  #read() {
    while (this.#at < this.#bytes.length) {
      if (this.#began >= 0) {
        const end = this.#endOfValue();
        if (end === undefined) return;
        this.#take(this.#parse(this.#bytes.subarray(this.#began, end)), end - this.#began);
        this.#began = -1;
        this.#at = end;
      } else {
        const byte = this.#bytes[this.#at] ?? 0;
        if (isSpace(byte)) this.#at += 1;
        else this.#step(byte);
      }
    }
  }

  /** Advances by one character between two values, or begins one. */
  #step(byte: number) {
    const top = this.#levels.at(-1);
    if (top === undefined) throw new SyntaxError("Nothing is open");
    const closes = byte === (top.kind === "page" ? CLOSE_OBJECT : CLOSE_LIST);
    if (closes && top.kind !== "documents" && (top.next === "first" || top.next === "separator")) {
      this.#at += 1;
      this.#close(top);
    } else if (top.next === "separator") {
      this.#pass(byte, COMMA);
      top.next = top.kind === "page" ? "key" : "value";
    } else if (top.next === "colon") {
      this.#pass(byte, COLON);
      top.next = "value";
    } else if (top.kind === "page" && top.next !== "value") {
      if (byte !== QUOTE) throw new SyntaxError("A name is missing");
      this.#begin();
    } else {
      this.#open(top, byte);
    }
  }

  #open(top: Level, byte: number) {
    const isOuter = top.kind === "documents" || top.kind === "list";
    if (isOuter && byte === OPEN_OBJECT) this.#descend("page");
    else if (top.kind === "documents" && byte === OPEN_LIST) this.#descend("list");
    else if (top.kind === "page" && top.key === this.list && byte === OPEN_LIST) {
      top.hasUsers = true;
      this.#descend("users");
    } else this.#begin();
  }

  #pass(byte: number, expected: number) {
    if (byte !== expected) throw new SyntaxError("A separator is missing");
    this.#at += 1;
  }

  #descend(kind: Level["kind"]) {
    this.#levels.push(level(kind));
    this.#at += 1;
  }

  #begin() {
    this.#began = this.#at;
    this.#depth = 0;
    this.#isInText = false;
  }

  #close(closed: Level) {
    this.#levels.pop();
    const top = this.#levels.at(-1);
    if (closed.kind === "page" && !closed.hasUsers) this.#give(Object.fromEntries(closed.members));
    if (top !== undefined) this.#after(top);
  }

  /** A value is complete. */
  #take(value: unknown, length: number) {
    const top = this.#levels.at(-1);
    if (top === undefined) return;
    if (top.kind === "page") {
      if (top.next !== "value") {
        top.key = String(value);
        top.next = "colon";
        return;
      }
      top.members.set(top.key, value);
      top.length += length;
      if (top.length > LONGEST_VALUE) throw new SyntaxError("An item is too long");
    } else this.#give(value);
    this.#after(top);
  }

  #give(item: unknown) {
    this.#items.push(item);
    this.count += 1;
  }

  #after(top: Level) {
    if (top.kind === "documents") this.hasDocuments = true;
    else top.next = "separator";
  }

  /** Where the current value ends, or undefined if it continues beyond what was read. */
  #endOfValue(): number | undefined {
    const bytes = this.#bytes;
    const length = bytes.length;
    let [at, depth, isInText] = [this.#at, this.#depth, this.#isInText];
    let end: number | undefined;
    for (; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (isInText) {
        if (byte === QUOTE) {
          isInText = false;
          if (depth === 0) {
            end = at + 1;
            break;
          }
        } else if (byte === BACKSLASH) at += 1;
      } else if (byte === QUOTE) {
        isInText = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth <= 0) {
          // A closing bracket here isn't part of a number or a word.
          end = depth < 0 ? at : at + 1;
          break;
        }
      } else if (depth === 0 && (byte === COMMA || isSpace(byte))) {
        end = at;
        break;
      }
    }
    [this.#at, this.#depth, this.#isInText] = [at, depth, isInText];
    return end;
  }
}

function level(kind: Level["kind"]): Level {
  const next = kind === "documents" ? "value" : "first";
  return { kind, next, members: new Map(), length: 0, hasUsers: false, key: "" };
}

function isSpace(byte: number) {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
