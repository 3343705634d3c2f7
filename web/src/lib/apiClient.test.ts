import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from './apiClient';
import { ApiError } from './apiError';
import { number, object } from './shape';

const shape = object({ count: number });

const answerWith = (body: string, init: ResponseInit = {}) => {
  const fetched = vi.fn(() => Promise.resolve(new Response(body, init)));
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

const failureOf = async (work: Promise<unknown>): Promise<ApiError> => {
  try {
    await work;
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    return error as ApiError;
  }
  throw new Error('It did not fail.');
};

afterEach(() => vi.unstubAllGlobals());

describe('ApiClient', () => {
  const client = new ApiClient('https://api.test');

  it('asks at its base address and gives the data', async () => {
    const fetched = answerWith('{"data":{"count":3}}');
    await expect(client.get('/api/x', shape, { query: 'a b&c', limit: 5, cursor: undefined })).resolves.toEqual({ count: 3 });
    expect(fetched).toHaveBeenCalledWith('https://api.test/api/x?query=a+b%26c&limit=5', expect.anything());
  });

  it.each([
    [400, 'refused'], [401, 'unauthorized'], [403, 'forbidden'], [404, 'notFound'], [413, 'tooLarge'], [429, 'tooManyRequests'],
    [500, 'server'], [503, 'unavailable'],
  ])('rejects a %d as %s', async (status, kind) => {
    answerWith('{"message":"no","status":1}', { status, headers: { 'Retry-After': '7', 'X-Request-Id': 'r1' } });
    const error = await failureOf(client.get('/api/x', shape));
    expect(error.kind).toBe(kind);
    expect(error.details).toMatchObject({ status, serverMessage: 'no', retryAfterSeconds: 7, requestId: 'r1' });
  });

  it.each(['', 'null', '<html>', '{}', '{"data":{"count":"3"}}', '{"data":[]}'])('rejects the malformed answer %j', async (body) => {
    answerWith(body);
    expect((await failureOf(client.get('/api/x', shape))).kind).toBe('malformed');
  });

  it('rejects an error whose body is no JSON as what its status says', async () => {
    answerWith('<html>Bad gateway</html>', { status: 502 });
    expect((await failureOf(client.get('/api/x', shape))).kind).toBe('unavailable');
  });

  it('rejects when nobody is there', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect((await failureOf(client.get('/api/x', shape))).kind).toBe('unreachable');
  });

  it('passes the caller’s own stop on as it is', async () => {
    const stop = new AbortController();
    stop.abort();
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => Promise.reject(signal?.reason as Error));
    await expect(client.get('/api/x', shape, {}, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
