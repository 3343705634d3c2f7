import type { components } from './openapi';

type Schemas = components['schemas'];

/** The document does not say of inherited members that they are always there. */
type WithRange<T extends Partial<RangeMembers>> = T & RangeMembers;

interface RangeMembers {
  /** First instant of the range. */
  start: string;
  /** Last instant; of a range that goes on, the present. */
  end: string;
  freshness: Freshness;
}

export type Freshness = Schemas['Freshness'];

/** What every analytics answer says beside its numbers. */
export type Report = RangeMembers & { notes?: string[] | null };

export type TrafficReport = WithRange<Schemas['TrafficReport']>;
export type SearchReport = WithRange<Schemas['SearchReport']>;
export type ProductReport = WithRange<Schemas['ProductAndCartReport']>;
export type RevenueReport = WithRange<Schemas['RevenueReport']>;
export type BehaviorReport = WithRange<Schemas['BehaviorReport']>;
export type NowReport = Schemas['PresentReport'];

export type JourneysPage = Schemas['UserJourneys'];
export type JourneyEvent = Schemas['JourneyEvent'];
export type SessionJourney = Schemas['SessionJourney'];
export type SessionsPage = Schemas['PagedResponseOfUserSession'];
export type UserSummary = Schemas['UserSummary'];
export type UsersPage = Schemas['UsersResponse'];
export type EventReceipt = Schemas['EventReceipt'];
export type DashboardConfig = Schemas['WebConfig'];

export type OpsStatus = Schemas['OpsStatus'];
export type StatusSample = Schemas['StatusSample'];
export type Alarm = Schemas['AlarmResponse'];
export type AlarmsPage = Schemas['AlarmsResponse'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditPage = Schemas['AuditResponse'];
export type FailedBatch = Schemas['FailedBatch'];
export type FailedBatchesPage = Schemas['FailedBatchesResponse'];
export type RetryReceipt = Schemas['RetryReceipt'];
export type ArchiveDay = Schemas['ArchiveDayResponse'];
export type ArchivedPart = ArchiveDay['parts'][number];
export type Expiring = Schemas['ExpiringResponse'];
export type ArchivePage = Schemas['PagedResponseOfArchiveDayResponse'];
export type JobRun = Schemas['JobRun'];
