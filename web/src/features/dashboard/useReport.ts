import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Api, RangeParameters } from '../../lib/api';
import { daysOf, includesToday, precedingDays, type DayRange } from '../../lib/periods';
import { interval, pollEvery } from '../../lib/queries';
import { queryKeys } from '../../lib/queryKeys';
import { useShop, useToday } from '../../lib/shop';
import type { Report } from '../../types/api';
import { asParameters, useDashboardAddress } from './useDashboardAddress';

/** Asks for one report; must be the same function at every call. */
export type Ask<T> = (api: Api, range: RangeParameters, signal: AbortSignal) => Promise<T>;

/** The preceding period, as far as it is known. */
export interface Before<T> {
  state: 'off' | 'waiting' | 'failed' | 'there';
  data?: T | undefined;
}

export interface ReportResult<T> {
  query: UseQueryResult<T>;
  before: Before<T>;
  days: DayRange | undefined;
  beforeDays: DayRange | undefined;
  /** Whether the range has today in it, which is not over. */
  isOpen: boolean;
}

/** The report of the chosen range and that of the range before it. Ranges with today in them are asked for again by themselves. */
export const useReport = <T extends Report>(name: string, ask: Ask<T>): ReportResult<T> => {
  const { choice, isCompared } = useDashboardAddress();
  const { api, config } = useShop();
  const today = useToday();
  const range = asParameters(choice);
  const query = useQuery({
    queryKey: queryKeys.report(name, range),
    queryFn: ({ signal }) => ask(api, range, signal),
    refetchInterval: interval(includesToday(choice, today) && pollEvery.report),
  });

  // The answer's own days decide what comes before them, so that a wrong clock in the browser compares nothing wrongly.
  const days = query.data && daysOf(query.data, config.timeZone, today);
  const beforeDays = isCompared && days ? precedingDays(choice, days) : undefined;
  const before = useQuery({
    queryKey: queryKeys.report(name, beforeDays && { ...beforeDays }),
    queryFn: ({ signal }) => ask(api, { from: beforeDays?.from ?? '', to: beforeDays?.to ?? '' }, signal),
    enabled: beforeDays !== undefined,
    staleTime: 5 * 60_000,
    refetchInterval: interval(false),
  });

  return {
    query,
    before: !isCompared ? { state: 'off' }
      : before.data ? { state: 'there', data: before.data } : { state: before.isError ? 'failed' : 'waiting' },
    days,
    beforeDays,
    isOpen: days?.to === today,
  };
};
