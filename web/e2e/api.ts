import { inject } from 'vitest';
import { sendDemoData } from './demoData';
import { madeTraffic } from './traffic';
import { until } from './until';

export const url = inject('url');

export interface SentEvent {
  userId: string;
  sessionId: string;
  eventType: string;
  page: string;
  timestamp?: string;
  metadata?: Record<string, unknown>;
}

/** The `data` of an answer of the API, asked for without the browser. */
export const ask = async <T>(path: string): Promise<T> => {
  const response = await fetch(url + path);
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return (await response.json() as { data: T }).data;
};

/** Sends events and waits until they are in the numbers. */
export const send = async (events: SentEvent[]): Promise<void> => {
  const response = await fetch(`${url}/api/events/batch`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(events),
  });
  if (response.status !== 202) {
    throw new Error(`The events were answered ${response.status}.`);
  }
  await settled(Date.now());
};

/** Fills in the demo data, and the awkward cases that it lacks, unless an earlier file has. */
export const sendTraffic = async (): Promise<void> => {
  const { activeUsers } = await ask<{ activeUsers: { count: number }[] }>('/api/analytics/traffic?period=last_7_days&limit=1');
  if ((activeUsers[0]?.count ?? 0) < 10) {
    await sendDemoData(url);
    await send(madeTraffic());
  }
};

/** Waits until everything that was received before an instant is counted. */
export const settled = (instant: number): Promise<void> => until('the numbers to be complete', async () => {
  const { freshness } = await ask<{ freshness: { completeThrough: string | null } }>('/api/analytics/traffic?period=today&limit=1');
  return freshness.completeThrough !== null && Date.parse(freshness.completeThrough) > instant;
});
