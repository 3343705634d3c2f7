import { useTranslation } from 'react-i18next';
import { DataTable, tableHeight } from '../../components/DataTable';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { useFormat, useShop } from '../../lib/shop';
import { dayOf } from '../../lib/zonedDays';
import type { RevenueReport } from '../../types/api';
import type { ReportResult } from './useReport';

/** The orders day by day, to be sorted: which day was the best one? */
export const OrderDays = ({ result }: { result: ReportResult<RevenueReport> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { timeZone } = useShop().config;
  const title = t('revenue.days');
  const { query, days } = result;
  if (!query.data) {
    return <Panel title={title}><Loaded query={query} height={tableHeight}>{() => null}</Loaded></Panel>;
  }
  const rows = query.data.ordersOverTime.map(({ date, orders }) => ({ day: dayOf(date, timeZone), orders }));
  return (
    <DataTable
      id="days" title={title} rows={rows} keyOf={(row) => row.day} barColumn="orders" emptyText={t('revenue.noOrders')}
      initialOrder={{ column: 'day', isDescending: true }} fileName={`orders-${days?.from ?? ''}-${days?.to ?? ''}`}
      columns={[
        { id: 'day', title: t('revenue.day'), value: (row) => row.day, write: (row) => format.dayLong(row.day), isMain: true },
        { id: 'orders', title: t('revenue.orders'), value: (row) => row.orders, write: (row) => format.count(row.orders), isNumber: true, isMain: true },
      ]}
    />
  );
};
