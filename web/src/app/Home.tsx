import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy } from 'react';
import { interval, pollEvery } from '../lib/queries';
import { queryKeys } from '../lib/queryKeys';
import { useShop, useToday } from '../lib/shop';
import { addMonths } from '../lib/zonedDays';

export const loadDashboard = () => import('../features/dashboard/DashboardPage').then(({ DashboardPage: page }) => ({ default: page }));

const DashboardPage = lazy(loadDashboard);
const WelcomePage = lazy(() => import('../features/welcome/WelcomePage').then(({ WelcomePage: page }) => ({ default: page })));

/** As far back as one answer reaches. */
const monthsBack = 119;

/** The dashboard, and in its place a greeting for as long as there is no event at all. */
export const Home = () => {
  const { api } = useShop();
  const today = useToday();
  const client = useQueryClient();
  const { data: isEmpty } = useQuery({
    queryKey: queryKeys.installation,
    queryFn: async ({ signal }) => {
      const report = await api.traffic({ from: addMonths(today, -monthsBack), to: today }, signal, 1);
      const isStillEmpty = (report.activeUsers[0]?.count ?? 0) === 0;
      if (!isStillEmpty && client.getQueryData(queryKeys.installation) === true) {
        // The dashboard asked before the greeting took its place, and must not begin with what it was told then.
        client.removeQueries({ queryKey: queryKeys.reports });
      }
      return isStillEmpty;
    },
    // Once there are events there always are some.
    staleTime: ({ state }) => state.data === false ? Infinity : 0,
    refetchInterval: (query) => interval(query.state.data === true && pollEvery.waiting)(query),
  });
  return isEmpty === true ? <WelcomePage /> : <DashboardPage />;
};
