import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { Failure, Loading } from '../components/States';
import type { Api } from '../lib/api';
import { ShopProvider } from '../lib/shop';
import { needsSignIn, signInAddress, signInPage } from '../lib/signIn';
import { configQuery } from './configQuery';

/** Nothing is shown before zone and currency are known: a wrong day or a wrong currency is worse than none. */
export const ConfiguredShop = ({ api, children }: { api: Api; children: ReactNode }) => {
  const query = useQuery(configQuery(api));
  // A sign-in at another address would not be known here; and where the sign-in page is missing, we are in its place.
  const isSentToSignIn = needsSignIn(query.error) && api.baseUrl === '' && location.pathname !== signInPage;
  useEffect(() => {
    if (isSentToSignIn) {
      location.replace(signInAddress());
    }
  }, [isSentToSignIn]);

  if (!query.data) {
    return query.error && !isSentToSignIn
      ? <Failure error={query.error} height={480} onRetry={() => void query.refetch()} />
      : <Loading height={480} />;
  }
  return <ShopProvider api={api} config={query.data}>{children}</ShopProvider>;
};
