import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../lib/apiError';
import { interval } from '../lib/queries';
import { queryKeys } from '../lib/queryKeys';
import { useShop } from '../lib/shop';

/** What the reader may see, and whether there is something to sign in to or out of. */
export const useMe = (): { isOperator: boolean; signIn: 'in' | 'out' | 'none' } => {
  const { api } = useShop();
  const { data, error } = useQuery({
    queryKey: queryKeys.me, queryFn: ({ signal }) => api.me(signal), staleTime: Infinity, refetchInterval: interval(false),
  });
  if (data) {
    // On the machine itself nobody signs in, and whoever asks has every role; no account may also be a shop's sender.
    return { isOperator: data.roles.includes('operator'), signIn: data.roles.includes('ingest') ? 'none' : 'in' };
  }
  const kind = error instanceof ApiError ? error.kind : undefined;
  // A server without sign-in keeps nobody out.
  return { isOperator: kind === 'notFound', signIn: kind === 'unauthorized' ? 'out' : 'none' };
};
