import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Loading } from '../components/States';
import type { Api } from '../lib/api';
import { ShopProvider } from '../lib/shop';
import { configQuery } from './configQuery';

/** Nothing is shown before zone and currency are known: a wrong day or a wrong currency is worse than none. */
export const ConfiguredShop = ({ api, children }: { api: Api; children: ReactNode }) => {
  const query = useQuery(configQuery(api));
  if (!query.data) {
    return query.error
      ? <Failure error={query.error} height={480} onRetry={() => void query.refetch()} />
      : <Loading height={480} />;
  }
  return <ShopProvider api={api} config={query.data}>{children}</ShopProvider>;
};
