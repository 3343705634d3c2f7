import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { ArchiveDay } from '../../../types/api';
import { HealthTile } from '../health/HealthTile';
import { totalsOf } from './archiveDays';

/** How much there is, and whether any of it needs a person. */
export const ArchiveTiles = ({ days }: { days: readonly ArchiveDay[] }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { inArchive, files, events, bytes, byState: { damaged }, ...totals } = totalsOf(days);
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' } }}>
      <HealthTile
        id="archive-days" label={t('archive.days')} value={format.count(totals.days)}
        note={t('archive.daysNote', { count: inArchive, days: format.count(inArchive) })}
      />
      <HealthTile
        id="archive-events" label={t('archive.events')} value={format.count(events)}
        note={t('archive.eventsNote', { count: files, files: format.count(files) })}
      />
      <HealthTile
        id="archive-bytes" label={t('archive.size')} value={format.bytes(bytes)}
        note={events === 0 ? t('archive.nothing') : t('archive.sizeNote', { size: format.bytes(bytes / events) })}
      />
      <HealthTile
        id="archive-damaged" label={t('archive.damaged')} value={format.count(damaged)} isBad={damaged > 0}
        note={t(damaged > 0 ? 'archiveWhy.damaged' : 'archive.noneDamaged')}
      />
    </Box>
  );
};
