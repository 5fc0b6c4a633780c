/** A request of a test to a server for calendars and address books. */
export interface Asked {
  readonly body?: string;
  readonly type?: string;
  readonly user?: string;
  readonly password?: string;
  readonly depth?: string;
}

/** Sends it, and reads the whole answer. */
export async function dav(url: string, method: string, asked: Asked = {}): Promise<{ status: number; text: string }> {
  const { user = 'alice', password = 'secret', depth = '1', type = 'text/xml', body } = asked;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const headers = { authorization, depth, 'content-type': type };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
}
