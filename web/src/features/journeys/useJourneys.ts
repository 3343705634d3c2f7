import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { interval } from '../../lib/queries';
import { queryKeys } from '../../lib/queryKeys';
import { useShop } from '../../lib/shop';

/** A user's sessions page by page. Pages are read on until the session that a link names is there. */
export const useJourneys = (user: string, from: string, to: string, session: string | undefined) => {
  const { api } = useShop();
  const query = useInfiniteQuery({
    queryKey: queryKeys.journeys(user, from, to),
    queryFn: ({ pageParam, signal }) => api.journeys(user, from, to, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: user !== '',
    refetchInterval: interval(false),
  });
  const sessions = query.data?.pages.flatMap((page) => page.sessions) ?? [];
  const isMissing = session !== undefined && query.data !== undefined && !sessions.some(({ sessionId }) => sessionId === session);
  const { hasNextPage, isFetching, fetchNextPage, isError } = query;
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetching && !isError) {
      void fetchNextPage();
    }
  }, [isMissing, hasNextPage, isFetching, isError, fetchNextPage]);
  return { query, sessions, totals: query.data?.pages[0] };
};
