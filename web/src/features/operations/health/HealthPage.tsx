import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { useFormat } from '../../../lib/shop';
import { Facts } from '../Facts';
import { HealthTiles } from './HealthTiles';
import { LedgerPanel } from './LedgerPanel';
import { ProbePanel } from './ProbePanel';
import { pointsOf } from './status';
import { useStatus, useStatusHistory } from './useStatus';

const pageHeight = 560;

/** Where every accepted event is, right now and in the last hour. */
export const HealthPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const query = useStatus();
  // Small charts beside the numbers: without them the page still says everything.
  const { data: samples = [] } = useStatusHistory();
  return (
    <Loaded query={query} height={pageHeight}>
      {(status) => {
        const { ledger, rollups: { setAside } } = status;
        return (
          <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <HealthTiles status={status} at={query.dataUpdatedAt} samples={samples} />
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 2fr) minmax(0, 1fr)' } }}>
              <LedgerPanel ledger={ledger} gaps={pointsOf(samples, 'gap')} />
              <ProbePanel probe={status.probe} />
            </Box>
            {setAside.count > 0 && (
              <Panel title={t('health.setAsideTitle')} note={t('health.setAsideWhy')}>
                <Facts facts={setAside.slices.map(({ start, reason }) => [format.dateTime(start), reason])} />
              </Panel>
            )}
            {ledger.silentProducers.length > 0 && (
              <Panel title={t('health.silent')} note={t('health.silentWhy')}>
                <Facts facts={ledger.silentProducers.map(({ producer, items, lastReceivedAt }) => [
                  producer, t('health.silentItems', { count: items, items: format.count(items), time: lastReceivedAt == null ? '–' : format.dateTime(lastReceivedAt) }),
                ])} />
              </Panel>
            )}
            {samples[0] && <Typography variant="caption" color="textSecondary">{t('health.since', { time: format.time(samples[0].at) })}</Typography>}
          </Box>
        );
      }}
    </Loaded>
  );
};
