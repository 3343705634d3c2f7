import { describe, expect, it } from 'vitest';
import { daysOf, includesToday, precedingDays } from './periods';

describe('precedingDays', () => {
  it.each([
    ['today', '2025-03-30', '2025-03-30', '2025-03-29', '2025-03-29'],
    ['last_7_days', '2025-03-24', '2025-03-30', '2025-03-17', '2025-03-23'],
    ['last_week', '2025-03-16', '2025-03-22', '2025-03-09', '2025-03-15'],
    // A week that is not over is compared with the same days of the week before.
    ['this_week', '2025-03-23', '2025-03-25', '2025-03-16', '2025-03-18'],
    ['this_month', '2025-03-01', '2025-03-25', '2025-02-01', '2025-02-25'],
    ['last_month', '2025-02-01', '2025-02-28', '2025-01-01', '2025-01-31'],
    ['this_month', '2025-03-01', '2025-03-30', '2025-02-01', '2025-02-28'],
    ['this_year', '2025-01-01', '2025-03-30', '2024-01-01', '2024-03-30'],
    ['last_year', '2024-01-01', '2024-12-31', '2023-01-01', '2023-12-31'],
  ] as const)('%s from %s to %s', (period, from, to, earlierFrom, earlierTo) => {
    expect(precedingDays({ period }, { from, to })).toEqual({ from: earlierFrom, to: earlierTo });
  });

  it('takes as many days as a range of one’s own has', () => {
    const days = { from: '2025-03-28', to: '2025-04-01' };
    expect(precedingDays(days, days)).toEqual({ from: '2025-03-23', to: '2025-03-27' });
  });
});

describe('daysOf', () => {
  it('ends an open period today, whether the answer says its last instant or the present', () => {
    const start = '2025-03-01T00:00:00.000Z';
    expect(daysOf({ start, end: '2025-03-31T23:59:59.999Z' }, 'UTC', '2025-03-12')).toEqual({ from: '2025-03-01', to: '2025-03-12' });
    expect(daysOf({ start, end: '2025-03-12T14:05:00.000Z' }, 'UTC', '2025-03-12')).toEqual({ from: '2025-03-01', to: '2025-03-12' });
  });

  it('uses the reporting zone', () => {
    expect(daysOf({ start: '2025-03-29T18:30:00Z', end: '2025-03-30T18:29:59.999Z' }, 'Asia/Kolkata', '2025-06-01'))
      .toEqual({ from: '2025-03-30', to: '2025-03-30' });
  });
});

describe('includesToday', () => {
  it('knows the ranges that still grow', () => {
    expect(includesToday({ period: 'this_year' }, '2025-03-12')).toBe(true);
    expect(includesToday({ period: 'yesterday' }, '2025-03-12')).toBe(false);
    expect(includesToday({ from: '2025-03-01', to: '2025-03-12' }, '2025-03-12')).toBe(true);
    expect(includesToday({ from: '2025-03-01', to: '2025-03-11' }, '2025-03-12')).toBe(false);
  });
});
