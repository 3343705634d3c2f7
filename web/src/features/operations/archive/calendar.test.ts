import { describe, expect, it } from 'vitest';
import { dayByKey, daysOf, monthsOf, weeksOf } from './calendar';

describe('monthsOf', () => {
  it('has the months with days and the present one, newest first', () => {
    expect(monthsOf(['2025-12-31', '2025-12-01', '2024-02-29'], '2026-01-02')).toEqual(['2026-01', '2025-12', '2024-02']);
    expect(monthsOf([], '2026-01-02')).toEqual(['2026-01']);
  });
});

describe('daysOf', () => {
  it.each([['2024-02', 29], ['2025-02', 28], ['2025-12', 31]])('knows that %s has %i', (month, length) => {
    expect(daysOf(month)).toHaveLength(length);
    expect(daysOf(month).at(-1)).toBe(`${month}-${length}`);
  });
});

describe('weeksOf', () => {
  it('puts each day beneath its weekday', () => {
    // 1 March 2025 is a Saturday.
    const [first, ...others] = weeksOf('2025-03', 1);
    expect(first).toEqual([undefined, undefined, undefined, undefined, undefined, '2025-03-01', '2025-03-02']);
    expect(others.at(-1)).toEqual(['2025-03-31', undefined, undefined, undefined, undefined, undefined, undefined]);
    expect(weeksOf('2025-03', 0)[0]?.indexOf('2025-03-01')).toBe(6);
  });

  it('has no week without a day', () => {
    // A February of four whole weeks, from a Monday on.
    expect(weeksOf('2021-02', 1)).toHaveLength(4);
    expect(weeksOf('2021-02', 0)).toHaveLength(5);
  });
});

describe('dayByKey', () => {
  const shown = ['2025-01', '2025-03'].flatMap(daysOf);

  it.each([
    ['ArrowRight', '2025-03-30', '2025-03-31'],
    ['ArrowUp', '2025-03-10', '2025-03-03'],
    ['ArrowDown', '2025-03-10', '2025-03-17'],
    ['Home', '2025-03-10', '2025-03-01'],
    ['End', '2025-03-10', '2025-03-31'],
  ])('%s leads from %s to %s', (key, from, to) => expect(dayByKey(key, from, shown)).toBe(to));

  it.each([
    ['ArrowLeft', '2025-03-01', '2025-01-31'],
    ['ArrowRight', '2025-01-31', '2025-03-01'],
    ['PageUp', '2025-03-31', '2025-01-31'],
    ['PageDown', '2025-01-05', '2025-03-01'],
  ])('%s leads from %s past days that are not shown to %s', (key, from, to) => expect(dayByKey(key, from, shown)).toBe(to));

  it.each([
    ['PageUp', '2025-01-05', '2025-01-01'],
    ['ArrowRight', '2025-03-31', '2025-03-31'],
    ['End', '2025-03-31', '2025-03-31'],
  ])('%s leads from %s no farther than %s', (key, from, to) => expect(dayByKey(key, from, shown)).toBe(to));

  it('leaves other keys alone', () => expect(dayByKey('Enter', '2025-03-10', shown)).toBeUndefined());
});
