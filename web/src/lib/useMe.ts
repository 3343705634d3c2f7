import { useQuery } from '@tanstack/react-query';
import type { Me } from './api';
import { interval } from './queries';
import { queryKeys } from './queryKeys';
import { useShop } from './shop';

// On the machine itself nobody signs in, and whoever asks has every role; no account may also be a shop's sender.
const read = ({ roles }: Me) => ({ isOperator: roles.includes('operator'), isSignedIn: !roles.includes('ingest') });

/** What the reader may see, and whether there is something to sign out of. */
export const useMe = () => {
  const { api } = useShop();
  return useQuery({
    queryKey: queryKeys.me, queryFn: ({ signal }) => api.me(signal), select: read, staleTime: Infinity, refetchInterval: interval(false),
  });
};
