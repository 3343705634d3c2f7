import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../lib/api';
import { interval } from '../lib/queries';
import { queryKeys } from '../lib/queryKeys';

/** What the API says about the shop; does not change while a page is open. */
export const configQuery = (api: Api) => queryOptions({
  queryKey: queryKeys.config,
  queryFn: ({ signal }) => api.config(signal),
  staleTime: Infinity,
  refetchInterval: interval(false),
});
