import type { ArchiveDay } from '../types/api';

/** For tests: a day with as many parts, each of 1,000 events and 30,000 bytes; in a damaged one, the first part is. */
export const aDay = (day: string, state: string, partCount: number): ArchiveDay => ({
  day,
  state,
  rows: 1_000 * partCount,
  bytes: 30_000 * partCount,
  restoredAt: null,
  parts: Array.from({ length: partCount }, (_, index) => ({
    generation: index + 1,
    key: `events/dt=${day}/part-${index + 1}.parquet`,
    rows: 1_000,
    bytes: 30_000,
    sha256: 'ab'.repeat(32),
    contentHash: 'cd'.repeat(32),
    first: `${day}T00:00:01Z`,
    last: `${day}T23:59:58Z`,
    schemaVersion: 1,
    archivedAt: '2025-06-01T05:00:00Z',
    verifiedAt: '2025-06-08T05:00:00Z',
    problem: state === 'damaged' && index === 0 ? 'the file is missing' : null,
  })),
});
