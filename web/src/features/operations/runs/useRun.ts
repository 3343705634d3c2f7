import { useQuery, useQueryClient } from '@tanstack/react-query';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import type { JobRun } from '../../../types/api';
import { useOperationsApi } from '../operationsApi';

export const hasEnded = (run: JobRun): boolean => run.state !== 'queued' && run.state !== 'running';

/** A run, asked for until it has ended; then everything that it may have changed is asked for again. */
export const useRun = (id: string) => {
  const api = useOperationsApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: [...queryKeys.runs, 'one', id],
    queryFn: async ({ signal }) => {
      const run = await api.run(id, signal);
      if (hasEnded(run)) {
        void client.invalidateQueries({ queryKey: queryKeys.failedBatches });
        void client.invalidateQueries({ queryKey: queryKeys.status });
        void client.invalidateQueries({ queryKey: queryKeys.archive });
      }
      return run;
    },
    staleTime: ({ state }) => state.data && hasEnded(state.data) ? Infinity : 0,
    refetchInterval: (query) => interval(query.state.data && hasEnded(query.state.data) ? false : pollEvery.run)(query),
  });
};
