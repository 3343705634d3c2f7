import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Loading } from '../components/States';
import type { Api } from '../lib/api';
import { ApiError } from '../lib/apiError';
import { interval } from '../lib/queries';
import { queryKeys } from '../lib/queryKeys';
import { ShopProvider } from '../lib/shop';
import type { DashboardConfig } from '../types/api';

/** What a server is taken to be that cannot say it yet: the defaults of the settings behind `/api/config`. */
const defaults: DashboardConfig = { shop: 'Shop', timeZone: 'UTC', currency: 'EUR', demo: false, version: '' };

/** Nothing is shown before zone and currency are known: a wrong day or a wrong currency is worse than none. */
export const ConfiguredShop = ({ api, children }: { api: Api; children: ReactNode }) => {
  const query = useQuery({
    queryKey: queryKeys.config,
    queryFn: async ({ signal }) => {
      try {
        return await api.config(signal);
      } catch (error) {
        if (error instanceof ApiError && error.kind === 'notFound') {
          return defaults;
        }
        throw error;
      }
    },
    staleTime: Infinity,
    refetchInterval: interval(false),
  });
  if (!query.data) {
    return query.error
      ? <Failure error={query.error} height={480} onRetry={() => void query.refetch()} />
      : <Loading height={480} />;
  }
  return <ShopProvider api={api} config={query.data}>{children}</ShopProvider>;
};
