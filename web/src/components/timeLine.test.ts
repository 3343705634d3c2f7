import { describe, expect, it } from 'vitest';
import type { TimePoint } from '../lib/timeSeries';
import { isLone, lineParts } from './timeLine';

const point = (value: number, isPartial = false): TimePoint => ({ from: '2025-01-01', to: '2025-01-01', value, isPartial });

describe('lineParts', () => {
  it('draws each stretch in exactly one part', () => {
    expect(lineParts([point(1), point(2), point(3, true)])).toEqual({ full: [1, 2, null], dashed: [null, 2, 3] });
    expect(lineParts([point(1, true), point(2), point(3)])).toEqual({ full: [null, 2, 3], dashed: [1, 2, null] });
  });

  it('has no dashed part when everything is over', () => {
    expect(lineParts([point(1), point(2)]).dashed).toEqual([null, null]);
  });
});

describe('isLone', () => {
  it('finds points that no line goes through', () => {
    expect(isLone([null, 5, null], 1)).toBe(true);
    expect(isLone([4, 5, null], 1)).toBe(false);
    expect(isLone([null, null], 0)).toBe(false);
  });
});
