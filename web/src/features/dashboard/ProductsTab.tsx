import { useTranslation } from 'react-i18next';
import type { Api, RangeParameters } from '../../lib/api';
import { useFormat } from '../../lib/shop';
import type { ProductReport } from '../../types/api';
import { actionCount, conversionOf } from './cart';
import { RankPanel } from './RankPanel';
import { ReportTiles } from './ReportTiles';
import { Tab } from './Tab';
import { useReport } from './useReport';

const ask = (api: Api, range: RangeParameters, signal: AbortSignal) => api.products(range, signal);

const read = (eventType: string) => (report: ProductReport) => actionCount(report, eventType);

export const ProductsTab = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const result = useReport('products', ask);
  return (
    <Tab result={result}>
      <ReportTiles
        result={result}
        measures={[
          { id: 'added', label: t('products.added'), read: read('ADD_TO_CART'), write: format.count },
          { id: 'removed', label: t('products.removed'), read: read('REMOVE_FROM_CART'), write: format.count },
          { id: 'ordered', label: t('products.ordered'), read: read('ORDER_PLACED'), write: format.count },
          { id: 'conversion', label: t('products.conversion'), read: conversionOf, write: format.share },
        ]}
      />
      <RankPanel
        result={result} id="products" title={t('products.top')} nameTitle={t('products.product')} valueTitle={t('products.quantity')}
        emptyText={t('products.noProducts')} rows={(report) => report.topProducts} total={(report) => report.topProductsTotal}
        keyOf={(row) => row.productId} valueOf={(row) => row.quantity}
        nameOf={(row) => row.name ? `${row.name} (${row.productId})` : row.productId}
      />
    </Tab>
  );
};
