import { describe, expect, it } from 'vitest';
import type { OpsStatus, StatusSample } from '../../../types/api';
import { lagOf, ledgerDifference, pointsOf, probeSecondsOf } from './status';

const status: OpsStatus = {
  queue: { visible: 0, inFlight: 0, oldestAgeSeconds: 0, deadLetters: 0 },
  rollups: { dirty: 0, completeThrough: '2026-01-01T00:00:00Z', setAside: { count: 0, slices: [] } },
  quarantine: { open: 0 },
  archive: { days: 0, events: 0, bytes: 0, lateDays: 0, damagedDays: 0 },
  ledger: { accepted: 10, stored: 5, duplicate: 1, rejected: 2, quarantined: 0, inFlight: 1, gap: 1, silentProducers: [] },
  probe: null,
  alarms: { open: 0 },
};

describe('pointsOf', () => {
  it('leaves out what was not known', () => {
    const sample = (drainedPerSecond: number | null): StatusSample => ({
      at: '2026-01-01T00:00:00Z', queued: 3, oldestAgeSeconds: 0, deadLetters: 0, drainedPerSecond, lagSeconds: null, dirty: 0, probeSeconds: null, failedBatches: 0, gap: 0,
    });
    const samples = [sample(null), sample(0), sample(7)];
    expect(pointsOf(samples, 'drainedPerSecond')).toEqual([0, 7]);
    expect(pointsOf(samples, 'queued')).toEqual([3, 3, 3]);
  });
});

describe('lagOf', () => {
  it('is the time since which the numbers are not complete', () => {
    expect(lagOf(status, Date.parse('2026-01-01T00:00:12Z'))).toBe(12);
    expect(lagOf(status, Date.parse('2025-12-31T23:59:00Z'))).toBe(0);
  });
});

describe('probeSecondsOf', () => {
  const probe = { sentAt: '2026-01-01T00:00:00Z', queuedSeconds: 0, storedSeconds: 1, rollupSeconds: 6, waitingSeconds: null };

  it.each([
    [null, undefined],
    [probe, 6],
    [{ ...probe, waitingSeconds: 3 }, 6],
    [{ ...probe, waitingSeconds: 600 }, 600],
    [{ sentAt: null, queuedSeconds: null, storedSeconds: null, rollupSeconds: null, waitingSeconds: 20 }, 20],
  ])('of %o is %s', (of, seconds) => expect(probeSecondsOf({ ...status, probe: of })).toBe(seconds));
});

describe('ledgerDifference', () => {
  it('is 0 when every accepted event is somewhere', () => {
    expect(ledgerDifference(status.ledger)).toBe(0);
    expect(ledgerDifference({ ...status.ledger, accepted: 12 })).toBe(2);
  });
});
