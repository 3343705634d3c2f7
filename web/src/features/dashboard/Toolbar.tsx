import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useTranslation } from 'react-i18next';
import { RefreshIcon } from '../../components/icons';
import { PeriodMenu } from './PeriodMenu';
import { useDashboardAddress } from './useDashboardAddress';

export const Toolbar = ({ onRefresh }: { onRefresh: () => void }) => {
  const { t } = useTranslation();
  const { choice, choose, isCompared, compare } = useDashboardAddress();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
      <PeriodMenu choice={choice} onChoose={choose} />
      <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, cursor: 'pointer' }}>
        <Box component="input" type="checkbox" checked={isCompared} onChange={(event) => compare(event.target.checked)} sx={{ width: 16, height: 16, m: 0, accentColor: (theme) => theme.vars?.palette.primary.main }} />
        {t('dashboard.compare')}
      </Box>
      <IconButton title={t('dashboard.refresh')} aria-label={t('dashboard.refresh')} onClick={onRefresh}>
        <RefreshIcon fontSize="small" />
      </IconButton>
    </Box>
  );
};
