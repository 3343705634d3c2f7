// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTracker } from './core';
import type { QueuedEvent } from './queue';

interface Pipeline {
  track: (type: string, metadata?: Record<string, unknown>) => void;
  identify: (userId: string) => void;
  consent: (isGiven: boolean) => void;
}

const pipeline = () => (window as unknown as { pipeline: Pipeline }).pipeline;
const queued = () => JSON.parse(localStorage.getItem('pl_queue') ?? '[]') as QueuedEvent[];
const undo: (() => void)[] = [];

/** What was sent, request by request. */
let requests: QueuedEvent[][];
let answer: () => Promise<{ ok: boolean; status: number }>;
const sent = () => requests.flat();

const start = (attributes: Record<string, string> = {}) => {
  const script = document.createElement('script');
  Object.defineProperty(script, 'src', { value: 'https://stats.test/t.js' });
  Object.assign(script.dataset, attributes);
  createTracker(script, window);
};

beforeEach(() => {
  // Every page has its own listeners and its own history; here all tests share one window.
  const original = window.addEventListener.bind(window);
  vi.spyOn(window, 'addEventListener').mockImplementation((...listener: Parameters<typeof original>) => {
    original(...listener);
    undo.push(() => window.removeEventListener(listener[0], listener[1] as EventListener));
  });
  vi.useFakeTimers({ now: Date.parse('2025-03-30T12:00:00Z') });
  localStorage.clear();
  requests = [];
  answer = () => Promise.resolve({ ok: true, status: 202 });
  vi.stubGlobal('fetch', vi.fn((_: string, { body }: { body: string }) => {
    requests.push(JSON.parse(body) as QueuedEvent[]);
    return answer();
  }));
  undo.push(() => ['pushState', 'replaceState'].forEach((name) => Reflect.deleteProperty(history, name)));
  history.pushState(null, '', '/home?secret=1');
});

afterEach(() => {
  undo.splice(0).forEach((act) => act());
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('page views', () => {
  it('counts the first page and every change of the address, without the query', async () => {
    start();
    history.pushState(null, '', '/product/1');
    history.pushState(null, '', '/product/1?colour=red');
    await vi.runAllTimersAsync();
    expect(sent().map(({ eventType, page }) => [eventType, page])).toEqual([['PAGE_VIEW', '/home'], ['PAGE_VIEW', '/product/1']]);
    expect(fetch).toHaveBeenCalledWith('https://stats.test/api/events/batch', expect.objectContaining({ keepalive: true }));
  });

  it('counts going back', async () => {
    start();
    history.pushState(null, '', '/b');
    history.replaceState(null, '', '/home');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await vi.runAllTimersAsync();
    expect(sent().map(({ page }) => page)).toEqual(['/home', '/b', '/home']);
  });
});

describe('events', () => {
  it('go together in one request, with device and what the shop says', async () => {
    start();
    pipeline().track('ADD_TO_CART', { productId: 7, quantity: 2 });
    await vi.runAllTimersAsync();
    expect(requests).toHaveLength(1);
    expect(sent()[1]).toMatchObject({ eventType: 'ADD_TO_CART', metadata: { device: 'desktop', productId: 7, quantity: 2 } });
    expect(queued()).toEqual([]);
  });

  it('carry the user whom the shop names', async () => {
    start({ user: 'ann' });
    pipeline().identify('ben');
    pipeline().track('LOGIN');
    await vi.runAllTimersAsync();
    expect(sent().map(({ userId }) => userId)).toEqual(['ann', 'ben']);
  });
});

describe('sessions', () => {
  it('end after 30 minutes without an event, while the user stays', async () => {
    start();
    vi.advanceTimersByTime(29 * 60_000);
    pipeline().track('A');
    vi.advanceTimersByTime(30 * 60_000);
    pipeline().track('B');
    vi.advanceTimersByTime(30 * 60_000 + 1);
    pipeline().track('C');
    await vi.runAllTimersAsync();
    const [view, a, b, c] = sent();
    expect(a?.sessionId).toBe(view?.sessionId);
    expect(b?.sessionId).toBe(view?.sessionId);
    expect(c?.sessionId).not.toBe(view?.sessionId);
    expect(new Set(sent().map(({ userId }) => userId)).size).toBe(1);
  });
});

describe('without network', () => {
  beforeEach(() => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
  });

  it('keeps events, tries again later and less and less often, with the same identity', async () => {
    start();
    await vi.advanceTimersByTimeAsync(20_000);
    const tries = requests.length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(8);
    answer = () => Promise.resolve({ ok: true, status: 202 });
    window.dispatchEvent(new Event('online'));
    await vi.runAllTimersAsync();
    expect(new Set(sent().map(({ eventId, timestamp }) => `${eventId} ${timestamp}`)).size).toBe(1);
    expect(queued()).toEqual([]);
  });

  it('keeps the newest 200', async () => {
    start();
    for (let number = 0; number < 250; number++) {
      pipeline().track('STEP', { number });
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(queued()).toHaveLength(200);
    expect(queued().at(-1)?.metadata['number']).toBe(249);
  });

  it('sends what an earlier page left behind', async () => {
    start();
    const left = queued();
    answer = () => Promise.resolve({ ok: true, status: 202 });
    start();
    await vi.runAllTimersAsync();
    expect(sent().map(({ eventId }) => eventId)).toContain(left[0]?.eventId);
  });
});

describe('answers', () => {
  it.each([429, 500, 503])('a %d is tried again', async (status) => {
    answer = () => Promise.resolve({ ok: false, status });
    start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(queued()).toHaveLength(1);
    expect(requests.length).toBeGreaterThan(1);
  });

  it.each([400, 413])('a %d is final, so that it does not block what follows', async (status) => {
    answer = () => Promise.resolve({ ok: false, status });
    start();
    await vi.runAllTimersAsync();
    expect(queued()).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('no request is larger than browsers let outlive their page', async () => {
    start();
    for (let number = 0; number < 20; number++) {
      pipeline().track('NOTE', { text: 'x'.repeat(5_000) });
    }
    pipeline().track('NOTE', { text: 'x'.repeat(70_000) });
    await vi.runAllTimersAsync();
    expect(sent()).toHaveLength(21);
    expect(Math.max(...requests.map((events) => JSON.stringify(events).length))).toBeLessThan(60_000);
  });
});

describe('the end of a page', () => {
  it('gives what waits to the browser and keeps it until the API has answered', () => {
    const sendBeacon = vi.fn(() => true);
    Object.defineProperty(navigator, 'sendBeacon', { value: sendBeacon, configurable: true });
    start();
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(sendBeacon).toHaveBeenCalledWith('https://stats.test/api/events/batch', expect.any(Blob));
    expect(queued()).toHaveLength(1);
  });
});

describe('a browser key', () => {
  it('is in the address of every request, for the last one has no headers', async () => {
    const sendBeacon = vi.fn(() => true);
    Object.defineProperty(navigator, 'sendBeacon', { value: sendBeacon, configurable: true });
    start({ key: 'pk_1-_a' });
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.runAllTimersAsync();
    expect(sendBeacon).toHaveBeenCalledWith('https://stats.test/api/events/batch?key=pk_1-_a', expect.any(Blob));
    expect(fetch).toHaveBeenCalledWith('https://stats.test/api/events/batch?key=pk_1-_a', expect.anything());
  });
});

describe('privacy', () => {
  it('stores and sends nothing where the browser asks not to be tracked', async () => {
    Object.defineProperty(navigator, 'doNotTrack', { value: '1', configurable: true });
    start();
    pipeline().track('A');
    pipeline().consent(true);
    await vi.runAllTimersAsync();
    expect(requests).toEqual([]);
    expect(localStorage).toHaveLength(0);
    Object.defineProperty(navigator, 'doNotTrack', { value: null, configurable: true });
  });

  it('waits for consent, remembers it, and forgets everything when it is withdrawn', async () => {
    start({ consent: 'ask' });
    pipeline().track('A');
    expect(localStorage).toHaveLength(0);
    pipeline().consent(true);
    pipeline().track('B');
    await vi.runAllTimersAsync();
    expect(sent().map(({ eventType }) => eventType)).toEqual(['PAGE_VIEW', 'B']);

    start({ consent: 'ask' });
    await vi.runAllTimersAsync();
    expect(sent()).toHaveLength(3);

    pipeline().consent(false);
    pipeline().track('C');
    await vi.runAllTimersAsync();
    expect(sent()).toHaveLength(3);
    expect(localStorage).toHaveLength(0);
  });

  it('sets no cookie', () => {
    start();
    expect(document.cookie).toBe('');
  });
});
