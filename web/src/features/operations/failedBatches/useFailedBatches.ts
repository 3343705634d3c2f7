import { pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useOperationsApi, type BatchFilter } from '../operationsApi';
import { usePages } from '../usePages';

/** The failed batches under a filter. */
export const useFailedBatches = (filter: BatchFilter, state: string) => {
  const api = useOperationsApi();
  return usePages(
    [...queryKeys.failedBatches, filter, state], (cursor, signal) => api.failedBatches(filter, state, cursor, signal), pollEvery.report);
};
