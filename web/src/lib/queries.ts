import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './apiError';

/** How often numbers that still grow are asked for, in milliseconds. The one place where polling is set. */
export const pollEvery = { archive: 60_000, history: 30_000, report: 15_000, now: 5_000, run: 1_000, waiting: 2_000, afterFailure: 10_000 } as const;

const retries = 2;

const isPassing = (error: unknown): boolean => error instanceof ApiError && error.isPassing;

/** The time until the next request of a query: a failure that may pass by itself is tried again until it has passed. */
export const interval = (whenFine: number | false) => (query: { state: { error: Error | null } }): number | false =>
  isPassing(query.state.error) ? pollEvery.afterFailure : whenFine;

export const createQueryClient = () => new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < retries && isPassing(error),
      retryDelay: (failures, error) =>
        error instanceof ApiError && error.details.retryAfterSeconds !== undefined
          ? Math.min(error.details.retryAfterSeconds, 30) * 1_000
          : 500 * 2 ** failures,
      // The browser's word for being offline is not to be trusted on loopback; the request itself tells.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
