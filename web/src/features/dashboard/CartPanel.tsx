import { useTranslation } from 'react-i18next';
import { ChartPanel } from '../../components/ChartPanel';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { Shares } from '../../components/Shares';
import { Empty } from '../../components/States';
import { useFormat } from '../../lib/shop';
import type { ProductReport } from '../../types/api';
import { actionCount } from './cart';
import { shareOf } from './numbers';
import type { ReportResult } from './useReport';

const height = 220;

/** What became of what was put into carts. */
export const CartPanel = ({ result }: { result: ReportResult<ProductReport> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const report = result.query.data;
  if (!report) {
    return <Panel title={t('products.cart')}><Loaded query={result.query} height={height}>{() => null}</Loaded></Panel>;
  }
  const actions = [
    { name: t('products.added'), count: actionCount(report, 'ADD_TO_CART') },
    { name: t('products.removed'), count: actionCount(report, 'REMOVE_FROM_CART') },
    { name: t('products.ordered'), count: actionCount(report, 'ORDER_PLACED') },
  ];
  const added = actions[0]?.count ?? 0;
  const largest = Math.max(1, ...actions.map((action) => action.count));
  return (
    <ChartPanel
      title={t('products.cart')} note={t('products.cartNote')} height={height} hasImage={false} fileName="cart"
      table={{
        header: [t('products.action'), t('table.count')],
        rows: actions.map(({ name, count }) => ({ written: [name, format.count(count)], values: [name, count] })),
      }}
    >
      <Loaded query={result.query} height={height} hideStale>
        {() => actions.every((action) => action.count === 0) ? <Empty height={height}>{t('products.noCart')}</Empty> : (
          <Shares
            shares={actions.map(({ name, count }) => ({
              name, value: format.count(count), share: format.share(shareOf(count, added) ?? 0), length: count / largest,
            }))}
          />
        )}
      </Loaded>
    </ChartPanel>
  );
};
