import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { RefreshIcon } from '../../components/icons';
import { PeriodMenu } from './PeriodMenu';
import { useDashboardAddress } from './useDashboardAddress';

interface ToolbarProps {
  onRefresh: () => void;
  isRefreshing: boolean;
}

export const Toolbar = ({ onRefresh, isRefreshing }: ToolbarProps) => {
  const { t } = useTranslation();
  const { choice, choose, isCompared, compare } = useDashboardAddress();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
      <PeriodMenu choice={choice} onChoose={choose} />
      <FormControlLabel
        label={t('dashboard.compare')} sx={{ m: 0 }}
        control={<Checkbox size="small" checked={isCompared} onChange={(_, isChecked) => compare(isChecked)} sx={{ p: 1 }} />}
      />
      <Tooltip title={t('dashboard.refresh')}>
        <span>
          <IconButton aria-label={t('dashboard.refresh')} onClick={onRefresh} disabled={isRefreshing}>
            <RefreshIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
    </Box>
  );
};
