import { describe, expect, it } from 'vitest';
import type { OpsStatus } from '../../../types/api';
import { lagOf, ledgerDifference, pointsOf, withSample, type Sample } from './samples';

const status = (open: number): OpsStatus => ({
  queue: { visible: 0, inFlight: 0, oldestAgeSeconds: 0, deadLetters: 0 },
  rollups: { dirty: 0, completeThrough: '2026-01-01T00:00:00Z', setAside: { count: 0, slices: [] } },
  quarantine: { open },
  archive: {},
  ledger: { accepted: 10, stored: 5, duplicate: 1, rejected: 2, quarantined: 0, inFlight: 1, gap: 1, silentProducers: [] },
  probe: null,
});
const sample = (at: number, open = 0): Sample => ({ at, status: status(open) });

describe('withSample', () => {
  it('keeps an hour', () => {
    const samples = [sample(0), sample(1), sample(3_600_000)].reduce<Sample[]>(withSample, []);
    expect(samples.map(({ at }) => at)).toEqual([1, 3_600_000]);
  });
});

describe('pointsOf', () => {
  it('keeps a peak among more samples than there are points', () => {
    const samples = Array.from({ length: 720 }, (_, index) => sample(index, index === 100 ? 7 : 1));
    const points = pointsOf(samples, ({ status: { quarantine } }) => quarantine.open);
    expect(points).toHaveLength(60);
    expect(points.filter((point) => point === 7)).toHaveLength(1);
  });
});

describe('lagOf', () => {
  it('is the time since which the numbers are not complete', () => {
    expect(lagOf(sample(Date.parse('2026-01-01T00:00:12Z')))).toBe(12);
    expect(lagOf(sample(Date.parse('2025-12-31T23:59:00Z')))).toBe(0);
  });
});

describe('ledgerDifference', () => {
  it('is 0 when every accepted event is somewhere', () => {
    expect(ledgerDifference(status(0).ledger)).toBe(0);
    expect(ledgerDifference({ ...status(0).ledger, accepted: 12 })).toBe(2);
  });
});
