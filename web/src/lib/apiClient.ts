import { ApiError, kindOfStatus } from './apiError';
import { object, type Shape } from './shape';

export type Parameters = Record<string, string | number | undefined>;

const timeoutMilliseconds = 30_000;

/** Speaks with the API. Every failure, a malformed answer included, rejects with an {@link ApiError}. */
export class ApiClient {
  /** @param baseUrl where the API is, without a slash at the end; empty for the same origin. */
  constructor(readonly baseUrl: string) {}

  /** The `data` of the answer. */
  async get<T>(path: string, shape: Shape, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
    return (await this.getEnvelope<{ data: T }>(path, shape, parameters, signal)).data;
  }

  /** The whole answer, for those that say something beside `data`. */
  async getEnvelope<T>(path: string, shape: Shape, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined && value !== '') {
        query.set(name, String(value));
      }
    }
    const address = query.size === 0 ? path : `${path}?${query.toString()}`;
    return await this.send(address, { method: 'GET' }, shape, signal) as T;
  }

  async post<T>(path: string, body: unknown, shape: Shape): Promise<T> {
    const answer = await this.send(
      path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }, shape);
    return (answer as { data: T }).data;
  }

  private async send(address: string, request: RequestInit, shape: Shape, signal?: AbortSignal): Promise<unknown> {
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    let response: Response;
    let body: string;
    try {
      response = await fetch(this.baseUrl + address, {
        ...request, signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      body = await response.text();
    } catch (cause) {
      if (signal?.aborted) {
        throw cause;
      }
      throw new ApiError(timeout.aborted ? 'timeout' : 'unreachable', { cause });
    }

    const answer = parse(body);
    if (!response.ok) {
      throw refusal(response, answer, this.baseUrl);
    }
    if (!object({ data: shape })(answer)) {
      throw new ApiError('malformed', { status: response.status, requestId: requestIdOf(response) });
    }
    return answer;
  }
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON is one of the malformed answers; the caller's shape check says so.
    return undefined;
  }
};

const requestIdOf = (response: Response): string | undefined => response.headers.get('X-Request-Id') ?? undefined;

const refusal = (response: Response, answer: unknown, server: string): ApiError => {
  const message = (answer as { message?: unknown } | null | undefined)?.message;
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiError(kindOfStatus(response.status), {
    status: response.status,
    serverMessage: typeof message === 'string' ? message : undefined,
    retryAfterSeconds: retryAfter >= 0 ? retryAfter : undefined,
    requestId: requestIdOf(response),
    server,
  });
};
