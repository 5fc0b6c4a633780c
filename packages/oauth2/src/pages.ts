/** The page that the browser ends on. It loads nothing, runs nothing, and tells no other site where it was. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

export const signedIn: Page = {
  status: 200,
  title: 'Signed in',
  text: 'You can close this window and go back to the terminal.',
};

export const notSignedIn = (why: string): Page => ({ status: 400, title: 'Not signed in', text: why });

/** The headers that go with each page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
};

export function pageHtml({ title, text }: Page): string {
  const style = 'body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:4em auto;padding:0 1em}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></html>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
