import { type Answer, apiError } from '../http.ts';

/** Refusals in the form of Google's APIs: "Handle API errors" of the Calendar API. */
export function badRequest(message: string): Answer {
  return apiError(400, { domain: 'global', reason: 'badRequest', message });
}

export function notFound(): Answer {
  return apiError(404, { domain: 'global', reason: 'notFound', message: 'Not Found' });
}

export function notAllowed(method: string, allowed: string): Answer {
  return apiError(
    405,
    { domain: 'global', reason: 'httpMethodNotAllowed', message: `${method} is not supported here.` },
    { Allow: allowed },
  );
}
