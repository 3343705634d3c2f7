import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { Day } from '../../../lib/zonedDays';
import type { ArchivedPart } from '../../../types/api';
import { Facts } from '../Facts';

interface PartEntryProps {
  day: Day;
  part: ArchivedPart;
  /** Whether the day has no other. */
  isOnly: boolean;
}

/** One file of the archive: how much is in it, when it was archived, when it was last proved, and what is wrong with it. */
export const PartEntry = ({ day, part, isOnly }: PartEntryProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  return (
    <Box
      component="li" data-part={part.key}
      sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'minmax(0, 1fr)', py: 3, borderTop: '1px solid', borderColor: 'divider', '&:last-of-type': { pb: 0 } }}
    >
      <Typography sx={{ fontWeight: 600 }}>
        {isOnly ? format.dayLong(day) : t('archive.part', { day: format.dayLong(day), number: format.count(part.generation) })}
      </Typography>
      {part.problem != null && <Typography lang="en" color="error" sx={{ overflowWrap: 'anywhere' }}>{part.problem}</Typography>}
      <Facts facts={[
        [t('archive.partEvents'), format.count(part.rows)],
        [t('archive.partSize'), format.bytes(part.bytes)],
        [t('archive.archivedAt'), format.dateTime(part.archivedAt)],
        [t(part.problem == null ? 'archive.verifiedAt' : 'archive.foundAt'), format.dateTime(part.verifiedAt)],
      ]} />
      <Box component="details" sx={{ '& > summary': { cursor: 'pointer', color: 'text.secondary', fontSize: 12, mb: 1 } }}>
        <summary>{t('archive.file')}</summary>
        <Facts facts={[
          [t('archive.key'), part.key],
          [t('archive.firstEvent'), format.dateTime(part.first)],
          [t('archive.lastEvent'), format.dateTime(part.last)],
          [t('archive.sha256'), part.sha256],
          [t('archive.contentHash'), part.contentHash],
          [t('archive.layout'), format.count(part.schemaVersion)],
        ]} />
      </Box>
    </Box>
  );
};
