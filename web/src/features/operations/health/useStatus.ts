import { useQuery, useQueryClient } from '@tanstack/react-query';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useOperationsApi } from '../operationsApi';
import { withSample, type Sample } from './samples';

/** The status as it is asked for again and again; what was answered in the last hour is kept while the web is open. */
export const useStatus = () => {
  const api = useOperationsApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: queryKeys.status,
    queryFn: async ({ signal }) => {
      const status = await api.status(signal);
      return withSample(client.getQueryData<Sample[]>(queryKeys.status) ?? [], { at: Date.now(), status });
    },
    refetchInterval: interval(pollEvery.now),
    gcTime: Infinity,
  });
};
