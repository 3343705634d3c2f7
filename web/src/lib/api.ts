import type {
  BehaviorReport, DashboardConfig, EventReceipt, JourneysPage, NowReport, ProductReport, RevenueReport, SearchReport, SessionsPage,
  TrafficReport, UsersPage,
} from '../types/api';
import type { ApiClient } from './apiClient';
import { anything, instant, list, number, object, optional, text, type Shape } from './shape';

/** The days that a report is asked for, as the API takes them. */
export type RangeParameters = { period: string } | { from: string; to: string };

export interface NewEvent {
  userId: string;
  sessionId: string;
  eventType: string;
  page: string;
  timestamp?: string;
  eventId?: string;
  metadata?: Record<string, unknown>;
}

/** Who a request is from, and what it may do. */
export interface Me {
  name: string;
  roles: string[];
}

/** The most entries of a list that the API sends at once. */
export const maxListLength = 1_000;
const sessionsPerPage = 20;

const counts = list(object({ count: number }));
const freshness = object({ completeThrough: optional(instant), revisedAt: optional(instant) });
const report = (members: Record<string, Shape>): Shape =>
  object({ start: instant, end: instant, freshness, notes: optional(list(text)), ...members });

const traffic = report({
  totalSessions: counts,
  activeUsers: counts,
  pageViewsByPage: list(object({ page: text, views: number })),
  pageViewsByPageTotal: number,
  totalPageViews: counts,
  sessionsOverTime: list(object({ date: instant, sessions: number })),
});
const queries = list(object({ query: text, searches: number }));
const search = report({ totalSearches: counts, topQueries: queries, topQueriesTotal: number, zeroResultQueries: queries, zeroResultQueriesTotal: number });
const products = report({
  cartActions: list(object({ eventType: text, count: number })),
  topProducts: list(object({ productId: text, name: optional(text), quantity: number })),
});
const revenue = report({
  revenueStats: list(object({ orders: number, revenue: number, avgOrderValue: number })),
  ordersOverTime: list(object({ date: instant, orders: number })),
});
const behavior = report({
  funnel: list(object({ eventType: text, uniqueUsersCount: number })),
  devices: list(object({ device: optional(text), uniqueUsersCount: number })),
});
const now = object({
  asOf: instant,
  minutes: list(object({ minute: instant, events: number, pageViews: number, orders: number })),
  activeUsers: counts,
  topPages: list(object({ page: text, views: number })),
  freshness: object({ completeThrough: optional(instant) }),
});
const users = list(object({ userId: text, fname: optional(text), lname: optional(text) }));
const sessions = list(object({ sessionId: text, startedAt: instant, lastActivityAt: instant }));
const journeys = object({
  totalEvents: number,
  totalPurchaseAmount: number,
  totalPurchaseQuantity: number,
  totalSessions: number,
  orderPlacedSessions: number,
  conversionRate: number,
  sessions: list(object({
    sessionId: text,
    startedAt: instant,
    lastActivityAt: instant,
    events: list(object({ eventType: text, page: text, timestamp: instant, metadata: anything, timeSpentOnPage: number })),
  })),
});
const config = object({ shop: text, timeZone: text, currency: text });

/** Every question that the pages ask, by name. */
export const createApi = (client: ApiClient) => {
  const user = (id: string, of: string) => `/api/users/${encodeURIComponent(id)}/${of}`;
  return {
    baseUrl: client.baseUrl,
    client,
    me: (signal?: AbortSignal) => client.get<Me>('/api/me', object({ name: text, roles: list(text) }), {}, signal),
    config: (signal?: AbortSignal) => client.get<DashboardConfig>('/api/config', config, {}, signal),
    traffic: (range: RangeParameters, signal?: AbortSignal, limit = maxListLength) =>
      client.get<TrafficReport>('/api/analytics/traffic', traffic, { ...range, limit }, signal),
    search: (range: RangeParameters, signal?: AbortSignal) =>
      client.get<SearchReport>('/api/analytics/search', search, { ...range, limit: maxListLength }, signal),
    products: (range: RangeParameters, signal?: AbortSignal) =>
      client.get<ProductReport>('/api/analytics/product-and-cart', products, { ...range, limit: maxListLength }, signal),
    revenue: (range: RangeParameters, signal?: AbortSignal) =>
      client.get<RevenueReport>('/api/analytics/revenue-and-conversion', revenue, range, signal),
    behavior: (range: RangeParameters, signal?: AbortSignal) =>
      client.get<BehaviorReport>('/api/analytics/user-behavior-and-funnel', behavior, { ...range, limit: maxListLength }, signal),
    now: (signal?: AbortSignal) => client.get<NowReport>('/api/analytics/now', now, {}, signal),
    searchUsers: (query: string, signal?: AbortSignal) =>
      client.getEnvelope<UsersPage>('/api/users/search', users, { query, limit: 20 }, signal),
    sessions: (userId: string, query: string, signal?: AbortSignal) =>
      client.getEnvelope<SessionsPage>(user(userId, 'sessions'), sessions, { query, limit: 20 }, signal),
    journeys: (userId: string, from: string, to: string, cursor: string | undefined, signal?: AbortSignal) =>
      client.get<JourneysPage>(user(userId, 'journeys'), journeys, { from, to, limit: sessionsPerPage, cursor }, signal),
    addEvent: (event: NewEvent) => client.post<EventReceipt>('/api/events', event, object({ eventId: text })),
  };
};

export type Api = ReturnType<typeof createApi>;
