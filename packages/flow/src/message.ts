import type { Body } from './body.ts';

/**
 * An immutable envelope (EIP Message). Header names are lower case.
 *
 * The message that enters a flow has a UUIDv7 as id; one that a node emits is named after where it came from,
 * `<execution>/<run>.<item>`, so that running a node again gives the same id.
 */
export interface Message {
  readonly id: string;
  /** Shared by all messages of one business conversation, across flows. */
  readonly correlationId: string;
  /** The message that this one was made from. */
  readonly causationId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Media type, such as `application/json`. Empty when the sender named none. */
  readonly contentType: string;
  readonly body: Body;
}

/** What a node sends out through one of its ports. */
export interface Emitted {
  port: string;
  contentType: string;
  headers: Readonly<Record<string, string>>;
  body: Body;
  /** What it leads to starts no sooner: database clock, milliseconds since 1970. */
  dueAt?: number;
}

/** Pass a message on unchanged through `port`. Its body is recorded once, not again for this node. */
export function passOn(message: Message, port: string): Emitted {
  return { port, contentType: message.contentType, headers: message.headers, body: message.body };
}

/** True for `application/json` and every `+json` type, whatever their parameters. */
export function isJson(contentType: string): boolean {
  const mediaType = mediaTypeOf(contentType);
  return mediaType === 'application/json' || mediaType.endsWith('+json');
}

/** `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
