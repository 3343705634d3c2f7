import type { RangeParameters } from './api';

/** Every key of the query cache, so that two places never mean the same thing by different keys. */
export const queryKeys = {
  config: ['config'] as const,
  me: ['me'] as const,
  installation: ['installation'] as const,
  reports: ['report'] as const,
  report: (name: string, range: RangeParameters | undefined) => ['report', name, range] as const,
  now: ['now'] as const,
  users: (query: string) => ['users', query] as const,
  sessions: (userId: string, query: string) => ['sessions', userId, query] as const,
  journeys: (userId: string, from: string, to: string) => ['journeys', userId, from, to] as const,
  status: ['ops', 'status'] as const,
  statusHistory: ['ops', 'history'] as const,
  alarms: ['ops', 'alarms'] as const,
  audit: ['ops', 'audit'] as const,
  failedBatches: ['ops', 'failed'] as const,
  runs: ['ops', 'runs'] as const,
  archive: ['ops', 'archive'] as const,
};
