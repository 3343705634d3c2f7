import { useTranslation } from 'react-i18next';
import type { Api, RangeParameters } from '../../lib/api';
import { useFormat } from '../../lib/shop';
import type { RevenueReport } from '../../types/api';
import { only } from './numbers';
import { OrderDays } from './OrderDays';
import { ReportTiles } from './ReportTiles';
import { SeriesPanel } from './SeriesPanel';
import { Columns, Tab } from './Tab';
import { useReport } from './useReport';

const ask = (api: Api, range: RangeParameters, signal: AbortSignal) => api.revenue(range, signal);

const stats = (report: RevenueReport) => only(report.revenueStats);

export const RevenueTab = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const result = useReport('revenue', ask);
  return (
    <Tab result={result}>
      <ReportTiles
        result={result}
        measures={[
          { id: 'revenue', label: t('revenue.revenue'), read: (report) => stats(report)?.revenue ?? 0, write: format.money },
          { id: 'orders', label: t('revenue.orders'), read: (report) => stats(report)?.orders ?? 0, write: format.count, spark: (report) => report.ordersOverTime.map((day) => day.orders) },
          { id: 'average', label: t('revenue.average'), read: (report) => stats(report)?.avgOrderValue ?? 0, write: format.money },
        ]}
      />
      <Columns first="1.6fr">
        <SeriesPanel
          title={t('revenue.ordersOverTime')} what={t('revenue.orders')} name="revenue" ask={ask}
          read={(report) => report.ordersOverTime.map(({ date, orders }) => ({ date, value: orders }))}
        />
        <OrderDays result={result} />
      </Columns>
    </Tab>
  );
};
