import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useOperationsApi, type BatchFilter } from '../operationsApi';

/** The list under a filter, page after page, as far as somebody has asked for it. */
export const useFailedBatches = (filter: BatchFilter, state: string) => {
  const api = useOperationsApi();
  return useInfiniteQuery({
    queryKey: [...queryKeys.failedBatches, filter, state],
    queryFn: ({ pageParam, signal }) => api.failedBatches(filter, state, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: interval(pollEvery.report),
  });
};
