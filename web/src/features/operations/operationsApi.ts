import { useMemo } from 'react';
import type { ApiClient } from '../../lib/apiClient';
import { instant, list, number, object, optional, text } from '../../lib/shape';
import { useShop } from '../../lib/shop';
import type {
  Alarm, AlarmsPage, ArchiveDay, ArchivePage, AuditPage, Expiring, FailedBatch, FailedBatchesPage, JobRun, OpsStatus, RetryReceipt, StatusSample,
} from '../../types/api';
import type { PayloadRule } from './failedBatches/rules';

const root = '/api/ops';
const entriesPerPage = 50;
const runsShown = 100;
/** The most that the API sends at once: totals need them all. */
const archiveDaysAtOnce = 4_000;

/** What the list of failed batches is narrowed to; an empty text does not narrow it. */
export interface BatchFilter {
  reason: string;
  source: string;
  kind: string;
  from: string;
  to: string;
  text: string;
}

/** What the audit log is narrowed to: a whole name, an action, days; an empty text does not narrow it. */
export interface AuditFilter {
  who: string;
  what: string;
  from: string;
  to: string;
}

/** What a change is made to: chosen entries, or all open ones that a filter lets through. */
export type Selection = { ids: string[] } | { filter: Partial<BatchFilter> };

/** What can be done with days of the archive. */
export type ArchiveAction = 'archive' | 'restore' | 'verify' | 'compact';

export interface RetryOptions {
  perSecond: number;
  /** 0 to 1. */
  maxFailedShare: number;
  /** Empty: the payloads are tried as they are. */
  rules: PayloadRule[];
}

const status = object({
  queue: object({ visible: number, inFlight: number, oldestAgeSeconds: number, deadLetters: number }),
  rollups: object({ dirty: number, completeThrough: optional(instant), setAside: object({ count: number, slices: list(object({ start: instant, reason: text })) }) }),
  quarantine: object({ open: number }),
  ledger: object({
    accepted: number, stored: number, duplicate: number, rejected: number, quarantined: number, inFlight: number, gap: number,
    silentProducers: list(object({ producer: text, items: number })),
  }),
  probe: optional(object({ sentAt: optional(instant), queuedSeconds: optional(number), storedSeconds: optional(number), rollupSeconds: optional(number), waitingSeconds: optional(number) })),
  alarms: object({ open: number }),
});
const sample = object({
  at: instant, queued: number, oldestAgeSeconds: number, deadLetters: number, drainedPerSecond: optional(number), lagSeconds: optional(number),
  dirty: number, probeSeconds: optional(number), failedBatches: number, gap: number,
});
const alarm = object({ id: text, kind: text, subject: text, text, state: text, raisedAt: instant, clearedAt: optional(instant), acknowledgedBy: optional(text) });
const auditEntry = object({ id: text, at: instant, who: text, what: text, target: text, from: text, result: text });
const failedBatch = object({ id: text, kind: text, reason: text, detail: text, source: text, state: text, firstSeenAt: instant, lastSeenAt: instant, attempts: number });
const archiveDay = object({
  day: text, state: text, rows: number, bytes: number, restoredAt: optional(instant),
  parts: list(object({
    generation: number, key: text, rows: number, bytes: number, sha256: text, contentHash: text, first: instant, last: instant, schemaVersion: number,
    archivedAt: instant, verifiedAt: instant, problem: optional(text),
  })),
});
const expiring = object({
  keepDays: number, configured: number, from: optional(text), to: optional(text), days: number, events: number, files: number, bytes: number,
});
const run = object({ id: text, job: text, arguments: text, state: text, startedBy: text, attempt: number, queuedAt: instant });
const receipt = object({
  runId: optional(text),
  selected: number,
  forecast: optional(list(object({ reason: text, forecast: text, count: number }))),
  sample: optional(list(object({ id: text, forecast: text, before: text, after: text }))),
});

const createOperationsApi = (client: ApiClient) => {
  const batches = `${root}/failed-batches`;
  const batch = (id: string) => `${batches}/${encodeURIComponent(id)}`;
  const retry = (selection: Selection, { rules, ...options }: RetryOptions, dryRun: boolean) => client.post<RetryReceipt>(
    `${batches}/${rules.length > 0 ? 'edit-and-retry' : 'retry'}`,
    { ...selection, ...options, dryRun, ...(rules.length > 0 ? { rules } : {}) }, receipt);
  return {
    status: (signal?: AbortSignal) => client.get<OpsStatus>(`${root}/status`, status, {}, signal),
    /** The last hour, oldest first. */
    statusHistory: (signal?: AbortSignal) => client.get<StatusSample[]>(`${root}/status/history`, list(sample), {}, signal),
    alarms: (state: string, cursor: string | undefined, signal?: AbortSignal) =>
      client.getEnvelope<AlarmsPage>(`${root}/alarms`, list(alarm), { state, limit: entriesPerPage, cursor }, signal),
    acknowledge: (id: string) => client.post<Alarm>(`${root}/alarms/${encodeURIComponent(id)}/acknowledge`, {}, alarm),
    audit: (filter: AuditFilter, cursor: string | undefined, signal?: AbortSignal) =>
      client.getEnvelope<AuditPage>(`${root}/audit`, list(auditEntry), { ...filter, limit: entriesPerPage, cursor }, signal),
    failedBatches: (filter: BatchFilter, state: string, cursor: string | undefined, signal?: AbortSignal) =>
      client.getEnvelope<FailedBatchesPage>(batches, list(failedBatch), { ...filter, state, limit: entriesPerPage, cursor }, signal),
    failedBatch: (id: string, signal?: AbortSignal) => client.get<FailedBatch>(batch(id), failedBatch, {}, signal),
    dryRun: (selection: Selection, options: RetryOptions) => retry(selection, options, true),
    retry: (selection: Selection, options: RetryOptions) => retry(selection, options, false),
    /** The payload goes as it was typed, in a text: numbers keep digits that a browser would round away. */
    editAndRetry: (id: string, payload: string) => client.post<RetryReceipt>(`${batch(id)}/edit-and-retry`, { payload }, receipt),
    discard: (selection: Selection, reason: string) =>
      client.post<{ discarded: number }>(`${batches}/discard`, { ...selection, reason }, object({ discarded: number })),
    exportAddress: (filter: BatchFilter, state: string) =>
      `${client.baseUrl}${batches}/export?${new URLSearchParams(Object.entries({ ...filter, state }).filter(([, value]) => value !== '')).toString()}`,
    /** Every day that has events, latest first. */
    archive: async (signal?: AbortSignal): Promise<ArchiveDay[]> => {
      const days: ArchiveDay[] = [];
      let cursor: string | undefined;
      do {
        const page: ArchivePage = await client.getEnvelope(`${root}/archive`, list(archiveDay), { limit: archiveDaysAtOnce, cursor }, signal);
        days.push(...page.data);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return days;
    },
    expiring: (keepDays: string) => client.get<Expiring>(`${root}/archive/expiring`, expiring, { keepDays }),
    /** @param days UTC days, both included. */
    workOnArchive: (action: ArchiveAction, days: { from: string; to: string }) =>
      client.post<{ runId: string }>(`${root}/${action}`, days, object({ runId: text })),
    runs: (job: string, signal?: AbortSignal) => client.get<JobRun[]>(`${root}/runs`, list(run), { job, limit: runsShown }, signal),
    run: (id: string, signal?: AbortSignal) => client.get<JobRun>(`${root}/runs/${encodeURIComponent(id)}`, run, {}, signal),
    rebuild: (days: { from: string; to: string } | undefined) =>
      client.post<{ runId: string }>(`${root}/rollups/rebuild`, days ?? {}, object({ runId: text })),
    hangfireAddress: `${client.baseUrl}/hangfire`,
  };
};

export const useOperationsApi = () => {
  const { client } = useShop().api;
  return useMemo(() => createOperationsApi(client), [client]);
};
