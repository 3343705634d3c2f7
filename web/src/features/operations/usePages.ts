import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { interval } from '../../lib/queries';

/** A list page after page, as far as somebody has asked for it; as far as that it is asked for again and again. */
export const usePages = <Page extends { next?: string | null }>(
  queryKey: QueryKey, load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>, every: number,
) => useInfiniteQuery({
  queryKey,
  queryFn: ({ pageParam, signal }) => load(pageParam, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  placeholderData: keepPreviousData,
  refetchInterval: interval(every),
});
