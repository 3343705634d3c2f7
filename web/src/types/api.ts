import type { components } from './openapi';
import type {
  DashboardConfig, JourneysPage, ListTotals, NowReport, OpenRangeFields, SessionsPage, UserSummaryFields,
} from './notServedYet';

type Schemas = components['schemas'];
type Freshness = Schemas['Freshness'];

/** What every analytics answer says beside its numbers. */
export type Report = OpenRangeFields & { freshness: Freshness; notes?: string[] | null };

export type TrafficReport = Schemas['TrafficReport'] & Report & ListTotals['traffic'];
export type SearchReport = Schemas['SearchReport'] & Report & ListTotals['search'];
export type ProductReport = Schemas['ProductAndCartReport'] & Report & ListTotals['products'];
export type RevenueReport = Schemas['RevenueReport'] & Report;
export type BehaviorReport = Schemas['BehaviorReport'] & Report & ListTotals['behavior'];

export type JourneyEvent = Schemas['JourneyEvent'];
export type SessionJourney = Omit<Schemas['SessionJourney'], 'endedAt'> & { endedAt?: string | null };
export type UserSummary = Schemas['UserSummary'] & UserSummaryFields;
export type EventReceipt = Schemas['EventReceipt'];

export type { DashboardConfig, Freshness, JourneysPage, NowReport, SessionsPage };
