import { useQuery } from '@tanstack/react-query';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useOperationsApi } from '../operationsApi';

/** How the pipeline is. */
export const useStatus = () => {
  const api = useOperationsApi();
  return useQuery({ queryKey: queryKeys.status, queryFn: ({ signal }) => api.status(signal), refetchInterval: interval(pollEvery.now) });
};

/** How it was in the last hour, as far back as the server knows. */
export const useStatusHistory = () => {
  const api = useOperationsApi();
  return useQuery({
    queryKey: queryKeys.statusHistory, queryFn: ({ signal }) => api.statusHistory(signal), refetchInterval: interval(pollEvery.history),
  });
};
