import { describe, expect, it } from 'vitest';
import { formatOf } from './format';

const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');

describe('formatOf', () => {
  it('writes numbers and money as the reader is used to', () => {
    expect(formatOf('en', 'EUR', 'UTC').money(547_037.28)).toBe('€547,037.28');
    expect(plain(formatOf('fr', 'EUR', 'UTC').money(547_037.28))).toBe('547 037,28 €');
    expect(plain(formatOf('it', 'USD', 'UTC').money(1_234.5))).toBe('1234,50 USD');
    expect(formatOf('hi', 'INR', 'UTC').count(1_234_567)).toBe('12,34,567');
  });

  it('writes instants in the reporting zone and days as themselves', () => {
    const format = formatOf('en', 'EUR', 'Asia/Kolkata');
    expect(format.time('2025-03-30T00:00:00Z')).toBe('05:30');
    expect(format.dayLong('2025-03-30')).toBe('Sun, 30 Mar 2025');
    expect(formatOf('en', 'EUR', 'America/Los_Angeles').dayShort('2025-03-30')).toBe('30 Mar');
  });

  it('writes durations with units', () => {
    const { duration } = formatOf('en', 'EUR', 'UTC');
    expect([1.23, 42.4, 65, 3_725].map(duration)).toEqual(['1.2s', '42s', '1m 5s', '1h 2m']);
  });

  it('writes sizes in the unit that suits them', () => {
    const { bytes } = formatOf('en', 'EUR', 'UTC');
    expect([0, 999, 1_000, 12_345_678, 2_500_000_000_000].map(bytes)).toEqual(['0 bytes', '999 bytes', '1 kB', '12.3 MB', '2.5 TB']);
    expect(plain(formatOf('fr', 'EUR', 'UTC').bytes(1_500_000))).toBe('1,5 Mo');
  });

  it('gives changes their sign', () => {
    expect(formatOf('en', 'EUR', 'UTC').change(0.041)).toBe('+4.1%');
    expect(formatOf('en', 'EUR', 'UTC').change(0)).toBe('0.0%');
  });
});
