import { createStorage } from './storage';

/** An event as the API takes it. Id and time are fixed before the first try: however often it is sent, it counts once. */
export interface QueuedEvent {
  eventId: string;
  timestamp: string;
  userId: string;
  sessionId: string;
  eventType: string;
  page: string;
  metadata: Record<string, unknown>;
}

const name = 'pl_queue';
/** Events that wait while there is no network; the oldest go first. */
const most = 200;
/** What a request may hold that outlives its page: browsers allow 64 KiB. */
const mostCharacters = 30_000;
const linger = 400;
const longestPause = 60_000;

/** Events wait in the browser's storage until the API has taken them. */
export const createQueue = (page: Window & typeof globalThis, api: string, key: string | undefined) => {
  const storage = createStorage(page);
  // In the address, because what is sent at the end of a page has no headers.
  const address = `${api}/api/events/batch${key ? `?key=${key}` : ''}`;
  let timer: number | undefined;
  let isSending = false;
  let failures = 0;

  const read = (): QueuedEvent[] => {
    try {
      return JSON.parse(storage.getItem(name) ?? '[]') as QueuedEvent[];
    } catch {
      // Somebody else wrote there.
      return [];
    }
  };
  const write = (events: QueuedEvent[]): void => {
    try {
      storage.setItem(name, JSON.stringify(events.slice(-most)));
    } catch {
      // The storage is full: the shop's page must not suffer from it.
    }
  };
  const batch = (): QueuedEvent[] => {
    let characters = 0;
    return read().filter((event) => (characters += JSON.stringify(event).length) < mostCharacters);
  };
  const plan = (pause: number): void => {
    page.clearTimeout(timer);
    timer = page.setTimeout(flush, pause);
  };

  const send = async (): Promise<void> => {
    const events = batch();
    if (isSending || events.length === 0) {
      return;
    }
    isSending = true;
    let isSettled = false;
    try {
      const response = await page.fetch(address, {
        method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(events),
      });
      // What the API refuses now it will refuse again.
      isSettled = response.ok || response.status === 400 || response.status === 413;
    } catch {
      // No network: the events stay where they are.
    }
    isSending = false;
    failures = isSettled ? 0 : failures + 1;
    if (isSettled) {
      // Another tab may have added events in the meantime.
      write(read().filter(({ eventId }) => !events.some((sent) => sent.eventId === eventId)));
    }
    if (read().length > 0) {
      plan(isSettled ? 0 : Math.min(longestPause, 1_000 * 2 ** (failures - 1)));
    }
  };
  const flush = (): void => void send();

  return {
    add: (event: QueuedEvent): void => {
      // The API takes 8 KiB of metadata; what is larger still would block the others.
      if (JSON.stringify(event).length < mostCharacters) {
        write([...read(), event]);
      }
      if (failures === 0) {
        plan(linger);
      }
    },
    flush,
    /** The page ends: what waits is given to the browser. It stays in the queue, for nobody tells whether it arrived. */
    leave: (): void => {
      const events = batch();
      if (events.length > 0) {
        page.navigator.sendBeacon(address, new Blob([JSON.stringify(events)], { type: 'application/json' }));
      }
    },
    clear: (): void => {
      page.clearTimeout(timer);
      storage.removeItem(name);
    },
  };
};
