// The part of the API's contract that openapi/openapi.json does not have yet. Once it has, `npm run api-types` brings the
// types and this file goes.
import type { components } from './openapi';

type Schemas = components['schemas'];

/** `GET /api/config` */
export interface DashboardConfig {
  shop: string;
  /** IANA id of the zone whose days are reported. */
  timeZone: string;
  /** ISO 4217 */
  currency: string;
  demo: boolean;
  version: string;
}

/** First and last instant of an analytics range; `end` of a range that is still open is the present. */
export interface OpenRangeFields {
  start: string;
  end: string;
}

/** How many entries each list has beside those that were sent. */
export interface ListTotals {
  traffic: { pageViewsByPageTotal?: number; totalPageViews?: { count: number }[] };
  search: { topQueriesTotal?: number; zeroResultQueriesTotal?: number };
  products: { topProductsTotal?: number };
  behavior: { funnelTotal?: number; devicesTotal?: number };
}

/** `GET /api/analytics/now` */
export interface NowReport {
  asOf: string;
  /** The last 30 minutes, oldest first. */
  minutes: { minute: string; events: number; pageViews: number; orders: number }[];
  /** Users of the last 5 minutes. */
  activeUsers: { count: number }[];
  topPages: { page: string; views: number }[];
  freshness: { completeThrough?: string | null };
}

export interface UserSummaryFields {
  fname?: string | null;
  lname?: string | null;
}

export interface UserSession {
  sessionId: string;
  userId?: string;
  startedAt: string;
  lastActivityAt: string;
  /** Null while the session may go on. */
  endedAt?: string | null;
  /** Seconds. */
  durationSeconds: number;
  metadata?: { device?: string; browser?: string };
}

/** `GET /api/users/{id}/sessions`, its envelope included. */
export interface SessionsPage {
  data: UserSession[];
  total?: number;
  next?: string | null;
}

/** `GET /api/users/{id}/journeys`: the totals are over the whole range, the sessions are one page of it. */
export interface JourneysPage {
  totalEvents: number;
  totalPurchaseAmount: number;
  totalPurchaseQuantity: number;
  totalSessions: number;
  orderPlacedSessions: number;
  /** Percent of the sessions that have an order, two decimals. */
  conversionRate: number;
  sessions: (Omit<Schemas['SessionJourney'], 'endedAt'> & { endedAt?: string | null })[];
  /** The cursor of the next page; absent on the last one. */
  next?: string | null;
  notes?: string[] | null;
}
