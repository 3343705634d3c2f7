import { describe, expect, it } from 'vitest';
import { addDays, addMonths, countDays, dayOf, isDay } from './zonedDays';

describe('dayOf', () => {
  it('gives the day of the zone, not of the browser', () => {
    expect(dayOf('2025-03-29T18:30:00Z', 'Asia/Kolkata')).toBe('2025-03-30');
    expect(dayOf('2025-03-29T18:29:59.999Z', 'Asia/Kolkata')).toBe('2025-03-29');
    expect(dayOf('2025-03-29T18:30:00Z', 'America/New_York')).toBe('2025-03-29');
  });

  it('is right on both sides of a change of the clock', () => {
    expect(dayOf('2025-03-29T23:00:00Z', 'Europe/Berlin')).toBe('2025-03-30');
    expect(dayOf('2025-03-30T22:00:00Z', 'Europe/Berlin')).toBe('2025-03-31');
    expect(dayOf('2025-03-30T21:59:59Z', 'Europe/Berlin')).toBe('2025-03-30');
  });
});

describe('arithmetic', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
    expect(addMonths('2025-03-31', -1)).toBe('2025-02-28');
    expect(addMonths('2025-01-15', 12)).toBe('2026-01-15');
    expect(countDays('2025-03-28', '2025-04-01')).toBe(5);
  });
});

describe('isDay', () => {
  it.each([['2025-02-28', true], ['2025-02-29', false], ['2025-2-3', false], ['', false], [null, false]])('%s: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});
