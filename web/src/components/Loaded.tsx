import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { Failure, Loading, StaleNotice } from './States';

/** The part of a query's result that a view depends on. */
export interface Loadable<T> {
  data: T | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

interface LoadedProps<T> {
  query: Loadable<T>;
  /** Of what takes the place of the content, in pixels. */
  height: number;
  /** One notice on a page is enough where several panels show the same query. */
  hideStale?: boolean;
  children: (data: T) => ReactNode;
}

/** Shows a query as what it is: loading, failed, stale or there. What "empty" means is the content's to say. */
export const Loaded = <T,>({ query, height, hideStale = false, children }: LoadedProps<T>) => {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.error ? <Failure error={query.error} onRetry={retry} height={height} /> : <Loading height={height} />;
  }
  return (
    <>
      {query.error && !hideStale && <StaleNotice error={query.error} since={query.dataUpdatedAt} onRetry={retry} />}
      <Box sx={{ opacity: query.error ? 0.55 : 1 }}>{children(query.data)}</Box>
    </>
  );
};
