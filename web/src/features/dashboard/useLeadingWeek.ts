import { useQuery } from '@tanstack/react-query';
import { interval, pollEvery } from '../../lib/queries';
import { queryKeys } from '../../lib/queryKeys';
import { useShop } from '../../lib/shop';
import { addDays } from '../../lib/zonedDays';
import type { Report } from '../../types/api';
import type { Ask, ReportResult } from './useReport';

/** For a range of one day: the report of the week that ends with it, and that of the week before. Undefined for other ranges. */
export const useLeadingWeek = <T extends Report>(name: string, ask: Ask<T>, result: ReportResult<T>): Pick<ReportResult<T>, 'query' | 'before'> | undefined => {
  const { api } = useShop();
  const { days, isOpen, before } = result;
  const day = days && days.from === days.to ? days.to : undefined;
  const isCompared = before.state !== 'off';
  const range = (to: string) => ({ from: addDays(to, -6), to });
  const week = day === undefined ? undefined : range(day);
  const earlier = week && isCompared ? range(addDays(week.from, -1)) : undefined;
  const query = useQuery({
    queryKey: queryKeys.report(name, week),
    queryFn: ({ signal }) => ask(api, week ?? range(''), signal),
    enabled: week !== undefined,
    refetchInterval: interval(isOpen && pollEvery.report),
  });
  const earlierQuery = useQuery({
    queryKey: queryKeys.report(name, earlier),
    queryFn: ({ signal }) => ask(api, earlier ?? range(''), signal),
    enabled: earlier !== undefined,
    staleTime: 5 * 60_000,
  });
  return week && { query, before: { state: before.state, data: earlierQuery.data } };
};
