import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { FailedBatchesPage } from '../../../types/api';

interface GroupsPanelProps {
  groups: FailedBatchesPage['groups'];
  /** The reason that the list is narrowed to; empty for none. */
  reason: string;
  onChoose: (reason: string | undefined) => void;
}

/** How many there are for each reason; choosing one narrows the list to it. */
export const GroupsPanel = ({ groups, reason, onChoose }: GroupsPanelProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  return groups.length > 0 && (
    <Box component="ul" aria-label={t('batches.groups')} sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 3, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' } }}>
      {groups.map((group) => {
        const isChosen = group.reason === reason;
        return (
          <li key={`${group.reason} ${group.state}`}>
            <Button
              color="inherit" variant="outlined" fullWidth aria-pressed={isChosen} onClick={() => onChoose(isChosen ? undefined : group.reason)}
              sx={{
                display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'start', textAlign: 'left', p: 3, minWidth: 0, bgcolor: 'background.paper',
                borderColor: isChosen ? 'primary.main' : 'divider', borderRadius: '10px',
              }}
            >
              <Typography noWrap title={group.reason} sx={{ maxWidth: '100%' }}>{group.reason}</Typography>
              <Typography component="span" data-group={group.reason} sx={{ fontSize: 20, fontWeight: 600 }}>{format.count(group.count)}</Typography>
              <Typography variant="caption" color="textSecondary">{t(`states.${group.state}`)} · {t('batches.last', { time: format.dateTime(group.lastSeenAt) })}</Typography>
            </Button>
          </li>
        );
      })}
    </Box>
  );
};
