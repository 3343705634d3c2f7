import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel } from '../../components/ChartPanel';
import { Empty, Loading } from '../../components/States';
import { useFormat } from '../../lib/shop';
import type { NowReport } from '../../types/api';
import { minutesHeight } from './minutes';

const MinuteBars = lazy(() => import('./MinuteBars').then(({ MinuteBars: component }) => ({ default: component })));


export const MinutesPanel = ({ minutes }: { minutes: NowReport['minutes'] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ChartPanel
      title={t('now.byMinute')} height={minutesHeight} fileName="minutes"
      table={{
        header: [t('now.minute'), t('now.events'), t('now.views'), t('now.orders')],
        rows: minutes.map(({ minute, events, pageViews, orders }) => ({
          written: [format.time(minute), format.count(events), format.count(pageViews), format.count(orders)],
          values: [minute, events, pageViews, orders],
        })),
      }}
    >
      {minutes.every(({ events }) => events === 0) ? <Empty height={minutesHeight}>{t('now.nothing')}</Empty> : (
        <Suspense fallback={<Loading height={minutesHeight} />}><MinuteBars minutes={minutes} title={t('now.byMinute')} /></Suspense>
      )}
    </ChartPanel>
  );
};
