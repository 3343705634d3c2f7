import { describe, expect, it } from 'vitest';
import { labelledPoints, stepOf, timePoints, type DayValue } from './timeSeries';
import { addDays } from './zonedDays';

const days = (from: string, count: number, value = 1): DayValue[] =>
  Array.from({ length: count }, (_, index) => ({ day: addDays(from, index), value }));

describe('stepOf', () => {
  it.each([[1, 'day'], [92, 'day'], [93, 'week'], [200, 'week'], [201, 'month'], [730, 'month']])('%d days: %s', (count, step) => {
    expect(stepOf(count)).toBe(step);
  });
});

describe('timePoints', () => {
  it('sets the earlier days beside the current ones and marks the day that is not over', () => {
    const points = timePoints(days('2025-03-24', 7, 5), days('2025-03-17', 7, 3), '2025-03-30');
    expect(points).toHaveLength(7);
    expect(points[0]).toEqual({
      from: '2025-03-24', to: '2025-03-24', value: 5, isPartial: false, before: { from: '2025-03-17', to: '2025-03-17', value: 3 },
    });
    expect(points.map((point) => point.isPartial)).toEqual([false, false, false, false, false, false, true]);
  });

  it('sums up weeks and says that the last one is short', () => {
    const points = timePoints(days('2025-01-01', 100), undefined, '2025-12-31');
    expect(points).toHaveLength(15);
    expect(points.map((point) => point.value)).toEqual([...Array<number>(14).fill(7), 2]);
    expect(points.at(-1)).toMatchObject({ from: '2025-04-09', to: '2025-04-10', isPartial: true });
    expect(points[0]?.isPartial).toBe(false);
  });

  it('cuts months at the calendar, a month that begins late included', () => {
    const points = timePoints(days('2024-01-15', 366), undefined, '2025-12-31');
    expect(points[0]).toMatchObject({ from: '2024-01-15', to: '2024-01-31', value: 17, isPartial: true });
    expect(points[1]).toMatchObject({ from: '2024-02-01', to: '2024-02-29', value: 29, isPartial: false });
    expect(points.reduce((sum, point) => sum + point.value, 0)).toBe(366);
  });

  it('has no points for no days', () => {
    expect(timePoints([], undefined, '2025-01-01')).toEqual([]);
  });
});

describe('labelledPoints', () => {
  it('never gives more labels than asked for, and each once', () => {
    for (let count = 1; count < 120; count++) {
      const labels = labelledPoints(count, 7);
      expect(labels.size).toBeLessThanOrEqual(7);
      expect(labels.has(0)).toBe(true);
      expect(Math.max(...labels)).toBeLessThan(count);
    }
  });
});
