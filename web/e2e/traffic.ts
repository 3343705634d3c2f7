import type { SentEvent } from './api';

/** A week of traffic with the awkward cases: no device, no amount, markup and unicode in texts, steps that are skipped. */
export const madeTraffic = (): SentEvent[] => {
  const events: SentEvent[] = [];
  const now = Date.now();
  for (let visit = 0; visit < 120; visit++) {
    const start = now - 60_000 - visit * 2 * 3_600_000;
    const user = `e2e-${visit % 40}`;
    const device = [undefined, 'mobile', 'desktop', 'tablet'][visit % 4];
    let second = 0;
    const add = (eventType: string, page: string, metadata: Record<string, unknown> = {}) => events.push({
      userId: user, sessionId: `${user}-${visit}`, eventType, page, timestamp: new Date(start + 1_000 * second++).toISOString(),
      metadata: { ...(device === undefined ? {} : { device, browser: 'chrome' }), ...metadata },
    });
    add('PAGE_VIEW', '/home');
    if (visit % 2 === 0) {
      add('SEARCH', '/search', { query: visit % 10 === 0 ? '<img src=x onerror=alert(1)>' : `query ${visit % 7}`, resultCount: visit % 6 === 0 ? 0 : 5 });
    }
    add('PAGE_VIEW', `/product/${visit % 25}`, { productId: visit % 25 });
    if (visit % 3 === 0) {
      add('ADD_TO_CART', `/product/${visit % 25}`, { productId: visit % 25, productName: `दीपक & "Lampe" ${visit % 25}`, quantity: 1 + visit % 2 });
    }
    if (visit % 6 === 0) {
      add('ORDER_PLACED', '/checkout', visit % 12 === 0 ? { amount: 1_234.56, quantity: 2 } : {});
    }
  }
  return events;
};
