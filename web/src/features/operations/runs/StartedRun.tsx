import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Loaded } from '../../../components/Loaded';
import { RunState } from './RunState';
import { useRun } from './useRun';

/** What a run that was started on this page is doing. */
export const StartedRun = ({ id }: { id: string }) => {
  const { t } = useTranslation('operations');
  return (
    <Box sx={{ display: 'grid', gap: 2, p: 4, borderRadius: '8px', bgcolor: 'background.default' }}>
      <Loaded query={useRun(id)} height={60}>{(run) => <RunState run={run} />}</Loaded>
      <Link component={RouterLink} to={`/operations/runs/${id}`} sx={{ justifySelf: 'start' }}>{t('runs.toRun')}</Link>
    </Box>
  );
};
