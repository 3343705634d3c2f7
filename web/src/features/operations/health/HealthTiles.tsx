import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { OpsStatus, StatusSample } from '../../../types/api';
import { HealthTile } from './HealthTile';
import { lagOf, pointsOf, probeSecondsOf } from './status';

/** What takes longer than this needs a person. */
const lateSeconds = 120;

interface HealthTilesProps {
  status: OpsStatus;
  /** When the status was like that, in milliseconds. */
  at: number;
  /** The last hour, oldest first. */
  samples: readonly StatusSample[];
}

/** One number for each part of the way, in the order in which events pass through it. */
export const HealthTiles = ({ status, at, samples }: HealthTilesProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { queue, rollups, quarantine } = status;
  const lag = lagOf(status, at);
  const rate = samples.at(-1)?.drainedPerSecond;
  const probeSeconds = probeSecondsOf(status);
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' } }}>
      <HealthTile
        id="queue" label={t('health.queue')} value={format.count(queue.visible + queue.inFlight)}
        note={t('health.inFlight', { count: queue.inFlight, messages: format.count(queue.inFlight) })} points={pointsOf(samples, 'queued')}
      />
      <HealthTile
        id="age" label={t('health.age')} value={format.duration(queue.oldestAgeSeconds)} note={t('health.ageNote')}
        points={pointsOf(samples, 'oldestAgeSeconds')} isBad={queue.oldestAgeSeconds > lateSeconds}
      />
      <HealthTile
        id="drained" label={t('health.drained')} value={rate == null ? '–' : format.decimal(rate)} note={t('health.drainedNote')}
        points={pointsOf(samples, 'drainedPerSecond')}
      />
      <HealthTile
        id="deadLetters" label={t('health.deadLetters')} value={format.count(queue.deadLetters)} note={t('health.deadLettersNote')}
        points={pointsOf(samples, 'deadLetters')} isBad={queue.deadLetters > 0}
      />
      <HealthTile
        id="dirty" label={t('health.dirty')} value={format.count(rollups.dirty)}
        note={t('health.setAside', { count: rollups.setAside.count, slices: format.count(rollups.setAside.count) })}
        points={pointsOf(samples, 'dirty')} isBad={rollups.setAside.count > 0}
      />
      <HealthTile
        id="lag" label={t('health.lag')} value={rollups.completeThrough == null ? '–' : format.duration(lag)}
        note={rollups.completeThrough == null ? t('health.nothingCounted') : t('health.completeThrough', { time: format.exactTime(rollups.completeThrough) })}
        points={pointsOf(samples, 'lagSeconds')} isBad={lag > lateSeconds}
      />
      <HealthTile
        id="probe" label={t('health.probe')} value={probeSeconds === undefined ? '–' : format.duration(probeSeconds)} points={pointsOf(samples, 'probeSeconds')} isBad={(probeSeconds ?? 0) > lateSeconds}
        note={t('health.probeNote')}
      />
      <HealthTile
        id="failedBatches" label={t('health.failedBatches')} value={format.count(quarantine.open)} note={t('health.toFailedBatches')}
        points={pointsOf(samples, 'failedBatches')} isBad={quarantine.open > 0} to="/operations/failed-batches"
      />
    </Box>
  );
};
