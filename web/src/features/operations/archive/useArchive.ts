import { useQuery } from '@tanstack/react-query';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useOperationsApi } from '../operationsApi';

/** Every day that has events, latest first. */
export const useArchive = () => {
  const api = useOperationsApi();
  return useQuery({
    queryKey: queryKeys.archive, queryFn: ({ signal }) => api.archive(signal), refetchInterval: interval(pollEvery.archive),
  });
};
