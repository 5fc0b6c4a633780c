import { type Answer, apiError } from './http.ts';

/** The ways in which the quota answers: "Manage quotas" and "Handle API errors" of the Calendar API, which CalDAV shares. */
const refusals = {
  rateLimitExceeded: { status: 403, domain: 'usageLimits', message: 'Rate Limit Exceeded' },
  userRateLimitExceeded: { status: 403, domain: 'usageLimits', message: 'User Rate Limit Exceeded' },
  quotaExceeded: { status: 403, domain: 'usageLimits', message: 'Calendar usage limits exceeded.' },
  tooManyRequests: { status: 429, domain: 'usageLimits', message: 'Rate Limit Exceeded' },
  backendError: { status: 503, domain: 'global', message: 'Backend Error' },
} as const;

/** A way in which the quota answers. */
type QuotaReason = keyof typeof refusals;

/** A refusal that a test asks for. */
export interface QuotaRefusal {
  readonly reason: QuotaReason;
  /** How many requests are refused. Default is one. */
  readonly times?: number;
  /** Seconds in `Retry-After`. Default is none: Google does not promise the header. */
  readonly retryAfterSeconds?: number;
  /** Only requests with this method. Default is all. */
  readonly method?: string;
}

/** Refuses requests for as long as was asked. */
export class Quota {
  readonly #waiting: { readonly refusal: QuotaRefusal; left: number }[] = [];

  refuse(refusal: QuotaRefusal): void {
    this.#waiting.push({ refusal, left: refusal.times ?? 1 });
  }

  /** The refusal for this request, if it is one's turn. */
  answer(method: string): Answer | undefined {
    const at = this.#waiting.find(
      ({ refusal, left }) => left > 0 && (refusal.method === undefined || refusal.method === method),
    );
    if (at === undefined) return undefined;
    at.left -= 1;
    const { reason, retryAfterSeconds } = at.refusal;
    const { status, domain, message } = refusals[reason];
    const name = reason === 'tooManyRequests' ? 'rateLimitExceeded' : reason;
    return apiError(
      status,
      { domain, reason: name, message },
      retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    );
  }
}
