import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request with its body read. */
export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A fake for tests needs no more; what is larger is a mistake of the test. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Reads a request; undefined where its body is too large. */
export async function question(request: IncomingMessage, origin: string): Promise<Question | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', origin);
  return {
    method: request.method ?? 'GET',
    url,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Writes an answer. */
export function write(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

export function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function html(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: `<!doctype html>${body}` };
}

export function xml(status: number, body: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/xml; charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

/** An error as Google's APIs write it: "Handle API errors" in the Calendar API's guides. */
export function apiError(
  status: number,
  reason: { readonly domain: string; readonly reason: string; readonly message: string; readonly status?: string },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { status: name, ...one } = reason;
  return json(
    status,
    { error: { errors: [one], code: status, message: one.message, ...(name !== undefined && { status: name }) } },
    headers,
  );
}
