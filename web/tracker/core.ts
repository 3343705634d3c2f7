import { uuid } from '../src/lib/uuid';
import { createQueue, type QueuedEvent } from './queue';
import { createIdentity } from './identity';

interface ShopPipeline {
  /** Sends an event of the shop's own: `pipeline.track('ADD_TO_CART', { productId: 42, quantity: 1 })`. */
  track: (eventType: string, metadata?: Record<string, unknown>) => void;
  /** Says who the visitor is, once the shop knows. */
  identify: (userId: string) => void;
  /** The visitor's answer, where the script waits for one (`data-consent="ask"`). No answer counts as no. */
  consent: (isGiven: boolean) => void;
}

type TrackedWindow = Window & typeof globalThis & { pipeline?: ShopPipeline };

const deviceOf = (agent: string): string =>
  /iPad|Tablet|Android(?!.*Mobile)/.test(agent) ? 'tablet' : /Mobi/.test(agent) ? 'mobile' : 'desktop';

const browserOf = (agent: string): string =>
  (/(Edg|OPR|Firefox|Chrome|Safari)/.exec(agent.replace(/Chrome(?=.*(Edg|OPR))/, '')) ?? ['other'])[0]
    .replace('Edg', 'edge').replace('OPR', 'opera').toLowerCase();

/**
 * Counts page views by itself and what the shop tells. Sets no cookie; without consent, or where the visitor's browser asks not to
 * be tracked, it stores and sends nothing.
 *
 * Attributes of the script: `data-api` (where the API is; by default where the script is from), `data-consent` (`ask`: wait for
 * `pipeline.consent(true)`), `data-user` (the visitor's id, where the shop knows it), `data-key` (a browser key, where the API asks
 * for one).
 */
export const createTracker = (script: HTMLScriptElement, page: TrackedWindow): void => {
  const { navigator, location, history } = page;
  const signals = navigator as Navigator & { globalPrivacyControl?: boolean };
  const isRefused = signals.doNotTrack === '1' || signals.globalPrivacyControl === true;
  const storage = createIdentity(page);
  const queue = createQueue(page, (script.dataset['api'] ?? new URL(script.src).origin).replace(/\/+$/, ''), script.dataset['key']);
  let isAllowed = !isRefused && (script.dataset['consent'] !== 'ask' || storage.hasConsent());
  let lastPath = '';

  const track = (eventType: string, metadata: Record<string, unknown> = {}): void => {
    if (!isAllowed) {
      return;
    }
    const event: QueuedEvent = {
      eventId: uuid(),
      timestamp: new Date().toISOString(),
      userId: storage.userId(script.dataset['user']),
      sessionId: storage.sessionId(),
      eventType,
      page: location.pathname.slice(0, 2_048),
      metadata: { device: deviceOf(navigator.userAgent), browser: browserOf(navigator.userAgent), ...metadata },
    };
    queue.add(event);
  };

  const view = (): void => {
    if (location.pathname !== lastPath) {
      lastPath = location.pathname;
      track('PAGE_VIEW');
    }
  };

  // Single-page shops change the address without loading a page.
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...change) => {
      original(...change);
      view();
    };
  }
  page.addEventListener('popstate', view);
  page.addEventListener('pageshow', (event) => {
    // The browser brought a page back that it had kept: that is another view.
    if (event.persisted) {
      lastPath = '';
      view();
    }
  });
  page.addEventListener('online', queue.flush);
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'hidden') {
      queue.leave();
    }
  });

  page.pipeline = {
    track,
    identify: (userId) => {
      script.dataset['user'] = userId;
    },
    consent: (isGiven) => {
      isAllowed = isGiven && !isRefused;
      storage.setConsent(isAllowed);
      if (isAllowed) {
        lastPath = '';
        view();
      } else {
        queue.clear();
      }
    },
  };

  if (isAllowed) {
    queue.flush();
    view();
  }
};
