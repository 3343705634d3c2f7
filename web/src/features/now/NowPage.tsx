import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DataTable, tableHeight } from '../../components/DataTable';
import { Loaded } from '../../components/Loaded';
import { Tile, tileHeight, Tiles } from '../../components/Tile';
import { interval, pollEvery } from '../../lib/queries';
import { queryKeys } from '../../lib/queryKeys';
import { useFormat, useShop } from '../../lib/shop';
import { MinutesPanel } from './MinutesPanel';
import { minutesHeight, totals } from './minutes';

/** What happens right now: the last half hour by minute. */
export const NowPage = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useShop();
  const query = useQuery({
    queryKey: queryKeys.now, queryFn: ({ signal }) => api.now(signal), refetchInterval: interval(pollEvery.now),
  });
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 3, flexWrap: 'wrap' }}>
        <Typography variant="h1">{t('now.title')}</Typography>
        {query.data?.freshness.completeThrough != null && (
          <Typography variant="caption" color="textSecondary">● {t('now.completeThrough', { time: format.exactTime(query.data.freshness.completeThrough) })}</Typography>
        )}
      </Box>
      <Loaded query={query} height={tileHeight + minutesHeight + tableHeight}>
        {(report) => {
          const sum = totals(report.minutes);
          return (
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <Tiles>
                <Tile id="activeNow" label={t('now.activeUsers')} value={format.count(report.activeUsers[0]?.count ?? 0)} change={t('now.lastFive')} />
                <Tile id="eventsNow" label={t('now.events')} value={format.count(sum.events)} change={t('now.lastThirty')} />
                <Tile id="viewsNow" label={t('now.views')} value={format.count(sum.pageViews)} change={t('now.lastThirty')} />
                <Tile id="ordersNow" label={t('now.orders')} value={format.count(sum.orders)} change={t('now.lastThirty')} />
              </Tiles>
              <MinutesPanel minutes={report.minutes} />
              <DataTable
                id="pagesNow" title={t('now.pages')} rows={report.topPages} keyOf={(row) => row.page} barColumn="views" fileName="pages-now"
                initialOrder={{ column: 'views', isDescending: true }} emptyText={t('now.nothing')}
                columns={[
                  { id: 'page', title: t('now.page'), value: (row) => row.page, write: (row) => row.page, isMain: true },
                  { id: 'views', title: t('now.views'), value: (row) => row.views, write: (row) => format.count(row.views), isNumber: true, isMain: true },
                ]}
              />
            </Box>
          );
        }}
      </Loaded>
    </Box>
  );
};
