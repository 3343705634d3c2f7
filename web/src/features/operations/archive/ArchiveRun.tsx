import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { StartedRun } from '../runs/StartedRun';
import { useRun } from '../runs/useRun';

/** What was started here last, live while it works. */
export const ArchiveRun = ({ id }: { id: string }) => {
  const { t } = useTranslation('operations');
  const job = useRun(id).data?.job;
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Typography variant="caption" color="textSecondary">{job === undefined ? t('archive.started') : t('archive.startedJob', { job })}</Typography>
      <StartedRun id={id} />
    </Box>
  );
};
