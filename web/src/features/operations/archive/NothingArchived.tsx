import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import { addDays, type Day } from '../../../lib/zonedDays';

/** `Pipeline:Archive:HotDays`, unless it is set. */
const defaultHotDays = 30;

interface NothingArchivedProps {
  /** The earliest day that has events; undefined when none has. */
  earliest: Day | undefined;
}

/** Says what will be in the archive, and when. */
export const NothingArchived = ({ earliest }: NothingArchivedProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const due = earliest === undefined ? undefined : addDays(earliest, defaultHotDays + 1);
  return (
    <Box data-testid="nothing-archived" sx={{ display: 'grid', gap: 1, maxWidth: 720 }}>
      <Typography sx={{ fontWeight: 600 }}>{t(earliest === undefined ? 'archive.noDays' : 'archive.nothingYet')}</Typography>
      <Typography color="textSecondary">{t('archive.whatWillHappen', { days: format.count(defaultHotDays) })}</Typography>
      {earliest !== undefined && due !== undefined && (
        <Typography color="textSecondary">{t('archive.when', { day: format.dayLong(earliest), due: format.dayLong(due) })}</Typography>
      )}
    </Box>
  );
};
