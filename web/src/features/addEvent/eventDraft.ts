import type { NewEvent } from '../../lib/api';

/** What is typed into the form. */
export interface EventDraft {
  userId: string;
  sessionId: string;
  eventType: string;
  page: string;
  /** As the browser's own field gives it, in its zone: `2026-11-25T14:05`; empty for now. */
  timestamp: string;
  metadata: string;
}

export const emptyDraft: EventDraft = { userId: '', sessionId: '', eventType: 'PAGE_VIEW', page: '/', timestamp: '', metadata: '' };

export type Fault = 'required' | 'tooLong' | 'eventType' | 'notJson' | 'notAnObject' | 'tooLarge' | 'tooDeep' | 'future' | 'noTime';
export type Faults = Partial<Record<keyof EventDraft, Fault>>;

const maxId = 128;
const maxPage = 2_048;
const maxMetadataBytes = 8 * 1_024;
const maxMetadataLevels = 5;
const mostAhead = 24 * 3_600_000;

const levels = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levels)) : 0;

const checkText = (text: string, max: number): Fault | undefined =>
  text.trim() === '' ? 'required' : Array.from(text.trim()).length > max ? 'tooLong' : undefined;

const checkMetadata = (text: string): { fault?: Fault; value?: Record<string, unknown> } => {
  if (text.trim() === '') {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The reader is told; nothing else happened.
    return { fault: 'notJson' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: 'notAnObject' };
  }
  if (new TextEncoder().encode(JSON.stringify(value)).length > maxMetadataBytes) {
    return { fault: 'tooLarge' };
  }
  return levels(value) > maxMetadataLevels ? { fault: 'tooDeep' } : { value: value as Record<string, unknown> };
};

const checkTimestamp = (text: string, now: number): Fault | undefined => {
  if (text === '') {
    return undefined;
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? 'noTime' : time > now + mostAhead ? 'future' : undefined;
};

/** The event that a draft stands for, or what is wrong with it: the API's rules, told before it is asked. */
export const checkDraft = (draft: EventDraft, now: number): { faults: Faults; event?: NewEvent } => {
  const metadata = checkMetadata(draft.metadata);
  const found: [keyof EventDraft, Fault | undefined][] = [
    ['userId', checkText(draft.userId, maxId)],
    ['sessionId', checkText(draft.sessionId, maxId)],
    ['eventType', checkText(draft.eventType, maxId) ?? (/^[A-Z0-9_]{1,64}$/.test(draft.eventType.trim()) ? undefined : 'eventType')],
    ['page', checkText(draft.page, maxPage)],
    ['timestamp', checkTimestamp(draft.timestamp, now)],
    ['metadata', metadata.fault],
  ];
  const faults: Faults = Object.fromEntries(found.filter(([, fault]) => fault !== undefined));
  if (Object.keys(faults).length > 0) {
    return { faults };
  }
  return {
    faults,
    event: {
      userId: draft.userId.trim(),
      sessionId: draft.sessionId.trim(),
      eventType: draft.eventType.trim(),
      page: draft.page.trim(),
      ...(draft.timestamp === '' ? {} : { timestamp: new Date(draft.timestamp).toISOString() }),
      ...(metadata.value === undefined ? {} : { metadata: metadata.value }),
    },
  };
};
