import type { IncomingHttpHeaders } from 'node:http';
import type { DavResponse } from './multistatus.ts';

/** A body of XML as tsdav writes it: an element by its name, with its content. */
export type XmlBody = Readonly<Record<string, unknown>>;

/** A request whose answer is XML. */
export interface DavRequest {
  readonly method: 'PROPFIND' | 'PROPPATCH' | 'REPORT' | 'MKCALENDAR' | 'MKCOL';
  /** Percent-encoded, from the root of the server. */
  readonly path: string;
  readonly depth?: '0' | '1';
  readonly body?: XmlBody;
  readonly signal: AbortSignal;
  /** Gets each resource of a multistatus as it arrives. */
  readonly onResponse?: (response: DavResponse) => void;
  /** The most bytes the answer may have. */
  readonly maxBytes?: number;
}

/** A request for one resource. */
export interface ObjectRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'MOVE' | 'OPTIONS';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** The most bytes the answer may have. */
  readonly maxBytes?: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What answered in the end, after redirects. */
  readonly url: URL;
  /** Of `d:sync-token` beside the responses. */
  readonly syncToken?: string;
  readonly body?: Uint8Array;
}
