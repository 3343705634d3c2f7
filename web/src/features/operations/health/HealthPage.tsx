import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { useFormat } from '../../../lib/shop';
import { Facts } from '../Facts';
import { HealthTile } from './HealthTile';
import { LedgerPanel } from './LedgerPanel';
import { lagOf, pointsOf, type Sample } from './samples';
import { useStatus } from './useStatus';

const pageHeight = 560;

/** A number that is later than this needs a person. */
const lateSeconds = 120;

const HealthTiles = ({ samples, last }: { samples: readonly Sample[]; last: Sample }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { queue, rollups, quarantine } = last.status;
  const of = (valueOf: (sample: Sample) => number) => pointsOf(samples, valueOf);
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(3, minmax(0, 1fr))' } }}>
      <HealthTile
        id="queue" label={t('health.queue')} value={format.count(queue.visible + queue.inFlight)}
        note={t('health.inFlight', { count: queue.inFlight, messages: format.count(queue.inFlight) })} points={of(({ status }) => status.queue.visible + status.queue.inFlight)}
      />
      <HealthTile
        id="age" label={t('health.age')} value={format.duration(queue.oldestAgeSeconds)} note={t('health.ageNote')}
        points={of(({ status }) => status.queue.oldestAgeSeconds)} isBad={queue.oldestAgeSeconds > lateSeconds}
      />
      <HealthTile
        id="deadLetters" label={t('health.deadLetters')} value={format.count(queue.deadLetters)} note={t('health.deadLettersNote')}
        points={of(({ status }) => status.queue.deadLetters)} isBad={queue.deadLetters > 0}
      />
      <HealthTile
        id="lag" label={t('health.lag')} value={rollups.completeThrough == null ? '–' : format.duration(lagOf(last))}
        note={rollups.completeThrough == null ? t('health.nothingCounted') : t('health.completeThrough', { time: format.exactTime(rollups.completeThrough) })}
        points={of(lagOf)} isBad={lagOf(last) > lateSeconds}
      />
      <HealthTile
        id="dirty" label={t('health.dirty')} value={format.count(rollups.dirty)}
        note={t('health.setAside', { count: rollups.setAside.count, slices: format.count(rollups.setAside.count) })}
        points={of(({ status }) => status.rollups.dirty)} isBad={rollups.setAside.count > 0}
      />
      <HealthTile
        id="failedBatches" label={t('health.failedBatches')} value={format.count(quarantine.open)} note={t('health.toFailedBatches')}
        points={of(({ status }) => status.quarantine.open)} isBad={quarantine.open > 0} to="/operations/failed-batches"
      />
    </Box>
  );
};

/** Where every accepted event is, right now and since the page was opened. */
export const HealthPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const query = useStatus();
  return (
    <Loaded query={query} height={pageHeight}>
      {(samples) => {
        const last = samples.at(-1);
        if (!last) {
          return null;
        }
        const { setAside } = last.status.rollups;
        const { ledger } = last.status;
        return (
          <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <Typography variant="caption" color="textSecondary">{t('health.since', { time: format.time(samples[0]?.at ?? last.at) })}</Typography>
            <HealthTiles samples={samples} last={last} />
            <LedgerPanel ledger={ledger} gaps={pointsOf(samples, ({ status }) => status.ledger.gap)} />
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
          </Box>
        );
      }}
    </Loaded>
  );
};
