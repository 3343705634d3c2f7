import { uuid } from '../src/lib/uuid';
import { createStorage } from './storage';

const idle = 30 * 60_000;
const names = { user: 'pl_user', session: 'pl_session', seen: 'pl_seen', consent: 'pl_consent' };

/** Who the visitor is and which visit this is, in the browser's storage and nowhere else. */
export const createIdentity = (page: Window & typeof globalThis) => {
  const storage = createStorage(page);
  const made = (name: string): string => {
    const id = uuid();
    storage.setItem(name, id);
    return id;
  };
  return {
    userId: (known: string | undefined): string => known ?? storage.getItem(names.user) ?? made(names.user),
    /** The visit ends after 30 minutes without an event. */
    sessionId: (): string => {
      const now = Date.now();
      const isOver = now - Number(storage.getItem(names.seen) ?? 0) > idle;
      storage.setItem(names.seen, String(now));
      return (isOver ? null : storage.getItem(names.session)) ?? made(names.session);
    },
    hasConsent: (): boolean => storage.getItem(names.consent) === '1',
    setConsent: (isGiven: boolean): void => {
      if (isGiven) {
        storage.setItem(names.consent, '1');
      } else {
        Object.values(names).forEach((name) => storage.removeItem(name));
      }
    },
  };
};
