import { describe, expect, it } from 'vitest';
import { aDay } from '../../../test/archiveDay';
import { reportingDays, stateOf, totalsOf, within } from './archiveDays';

const days = [
  aDay('2025-03-03', 'hot', 0),
  aDay('2025-03-02', 'late', 2),
  aDay('2025-03-01', 'damaged', 1),
];

describe('totalsOf', () => {
  it('adds up what is in the archive, and counts days by their state', () => {
    expect(totalsOf(days)).toEqual({
      days: 3, inArchive: 2, files: 3, events: 3_000, bytes: 90_000, byState: { hot: 1, sealed: 0, archived: 0, late: 1, damaged: 1 },
    });
  });

  it('is 0 of nothing', () => {
    expect(totalsOf([])).toEqual({
      days: 0, inArchive: 0, files: 0, events: 0, bytes: 0, byState: { hot: 0, sealed: 0, archived: 0, late: 0, damaged: 0 },
    });
  });
});

describe('within', () => {
  it('has both ends', () => {
    expect(within(days, { from: '2025-03-01', to: '2025-03-02' }).map(({ day }) => day)).toEqual(['2025-03-02', '2025-03-01']);
    expect(within(days, { from: '2025-03-04', to: '2025-03-09' })).toEqual([]);
  });
});

describe('stateOf', () => {
  it('does not take a word that it does not know for another', () => {
    expect(stateOf(aDay('2025-03-01', 'sealed', 0))).toBe('sealed');
    expect(stateOf(aDay('2025-03-01', 'lent', 0))).toBeUndefined();
  });
});

describe('reportingDays', () => {
  it.each([
    ['UTC', '2025-03-01', '2025-03-02'],
    ['Asia/Kolkata', '2025-03-01', '2025-03-03'],
    ['America/New_York', '2025-02-28', '2025-03-02'],
  ])('of %s are %s to %s', (zone, from, to) => expect(reportingDays({ from: '2025-03-01', to: '2025-03-02' }, zone)).toEqual({ from, to }));
});
