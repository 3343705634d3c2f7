import type { JourneyEvent } from '../../types/api';

/** Events on one page that follow each other, folded into one stop. */
export interface Stop {
  page: string;
  events: JourneyEvent[];
  /** Seconds since the stop before; 0 at the first. */
  gap: number;
  /** Seconds until the next page, or until the end of the session. */
  timeSpent: number;
}

export const stopsOf = (events: readonly JourneyEvent[]): Stop[] => {
  const stops: Stop[] = [];
  for (const event of events) {
    const stop = stops.at(-1);
    if (stop?.page === event.page) {
      stop.events.push(event);
      continue;
    }
    const previous = stop?.events.at(-1);
    stops.push({
      page: event.page,
      events: [event],
      gap: previous ? Math.max(0, (Date.parse(event.timestamp) - Date.parse(previous.timestamp)) / 1_000) : 0,
      timeSpent: event.timeSpentOnPage,
    });
  }
  return stops;
};

/** A text of an event's metadata. Numbers are taken as text too, for clients differ. */
export const metadataText = (event: JourneyEvent | undefined, key: string): string | undefined => {
  const metadata: unknown = event?.metadata;
  const value: unknown = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** What is worth saying about an event beside its type. */
export const eventDetail = (event: JourneyEvent): string | undefined =>
  metadataText(event, 'query') ?? metadataText(event, 'productName') ?? metadataText(event, 'productId');
