import { describe, expect, it } from 'vitest';
import type { JourneyEvent } from '../../types/api';
import { eventDetail, metadataText, stopsOf } from './timeline';

const event = (page: string, second: number, timeSpentOnPage: number, metadata: unknown = {}): JourneyEvent => ({
  eventType: 'PAGE_VIEW', page, timestamp: new Date(second * 1_000).toISOString(), timeSpentOnPage, metadata: metadata as JourneyEvent['metadata'],
});

describe('stopsOf', () => {
  it('folds events on one page that follow each other', () => {
    const stops = stopsOf([event('/a', 0, 10), event('/a', 4, 6), event('/b', 10, 5), event('/a', 15, 0)]);
    expect(stops.map(({ page, events, gap, timeSpent }) => [page, events.length, gap, timeSpent]))
      .toEqual([['/a', 2, 0, 10], ['/b', 1, 6, 5], ['/a', 1, 5, 0]]);
  });
});

describe('metadata', () => {
  it('is read as text whatever clients send', () => {
    expect(metadataText(event('/', 0, 0, { device: 'mobile' }), 'device')).toBe('mobile');
    expect(metadataText(event('/', 0, 0, { productId: 42 }), 'productId')).toBe('42');
    for (const odd of [null, undefined, 'text', [1], { device: { nested: true } }]) {
      expect(metadataText(event('/', 0, 0, odd), 'device')).toBeUndefined();
    }
  });

  it('gives an event its detail', () => {
    expect(eventDetail(event('/', 0, 0, { query: 'lamp' }))).toBe('lamp');
    expect(eventDetail(event('/', 0, 0, { productId: 7, productName: 'Lamp' }))).toBe('Lamp');
    expect(eventDetail(event('/', 0, 0))).toBeUndefined();
  });
});
