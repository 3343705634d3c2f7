/** What went wrong, in the kinds that a reader must be told apart. */
export type ApiErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'refused'
  | 'tooLarge'
  | 'tooManyRequests'
  | 'unavailable'
  | 'server'
  | 'malformed';

export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    readonly kind: ApiErrorKind,
    readonly details: {
      status?: number;
      /** What the server says about a refused request. */
      serverMessage?: string;
      retryAfterSeconds?: number;
      requestId?: string;
      /** Where the server is, when that is not where the web is. */
      server?: string;
      cause?: unknown;
    } = {},
  ) {
    super(details.serverMessage ?? kind, { cause: details.cause });
  }

  /** Whether the same request may succeed a little later without anybody doing anything. */
  get isPassing(): boolean {
    return ['unreachable', 'timeout', 'tooManyRequests', 'unavailable', 'server'].includes(this.kind);
  }
}

export const kindOfStatus = (status: number): ApiErrorKind => {
  switch (status) {
    case 401: return 'unauthorized';
    case 403: return 'forbidden';
    case 404: return 'notFound';
    case 408: return 'timeout';
    case 413: return 'tooLarge';
    case 429: return 'tooManyRequests';
    case 502:
    case 503:
    case 504: return 'unavailable';
    default: return status >= 500 ? 'server' : 'refused';
  }
};
