import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import type { Alarm } from '../../../types/api';
import { useOperationsApi } from '../operationsApi';
import { Refusal } from '../Refusal';

/** One alarm: what it is about, since when, and who looks after it. */
export const AlarmEntry = ({ alarm }: { alarm: Alarm }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const client = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => api.acknowledge(alarm.id),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.alarms }),
  });
  const isOpen = alarm.state === 'open';
  const isWaiting = isOpen && alarm.acknowledgedBy == null;
  return (
    <Box
      component="li" data-alarm={alarm.kind}
      sx={{
        display: 'grid', columnGap: 6, rowGap: 2, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 240px 240px' },
        py: 3, borderTop: '1px solid', borderColor: 'divider', '&:first-of-type': { borderTop: 0, pt: 0 }, '&:last-of-type': { pb: 0 },
      }}
    >
      <Box sx={{ overflowWrap: 'anywhere', color: isOpen ? 'text.primary' : 'text.secondary' }}>
        {/* A kind that this page does not know yet is shown by its word. */}
        <Typography sx={{ fontWeight: 600 }} color={isWaiting ? 'error' : 'inherit'}>{t(`alarmKinds.${alarm.kind}`, { defaultValue: alarm.kind })}</Typography>
        <Typography lang="en" color="inherit">{alarm.text}</Typography>
        {alarm.kind === 'jobFailed' && (
          <>
            <Typography variant="caption" component="div" color="textSecondary">{alarm.subject}</Typography>
            <Link component={RouterLink} to={`/operations/runs?job=${encodeURIComponent(alarm.subject.split(' ')[0] ?? '')}`}>{t('alarms.toRuns')}</Link>
          </>
        )}
      </Box>
      <Box>
        <Typography color={isOpen ? 'textPrimary' : 'textSecondary'}>
          {isOpen ? t('alarms.openFor', { time: format.duration((Date.now() - Date.parse(alarm.raisedAt)) / 1_000) }) : t('alarmStates.cleared')}
        </Typography>
        <Typography variant="caption" component="div" color="textSecondary">{t('alarms.since', { time: format.dateTime(alarm.raisedAt) })}</Typography>
        {alarm.clearedAt != null && (
          <Typography variant="caption" component="div" color="textSecondary">{t('alarms.clearedAt', { time: format.dateTime(alarm.clearedAt) })}</Typography>
        )}
      </Box>
      <Box>
        {alarm.acknowledgedBy != null && (
          <>
            <Typography sx={{ overflowWrap: 'anywhere' }} color={isOpen ? 'textPrimary' : 'textSecondary'}>{t('alarms.lookedAfter', { who: alarm.acknowledgedBy })}</Typography>
            {alarm.acknowledgedAt != null && (
              <Typography variant="caption" component="div" color="textSecondary">{t('alarms.since', { time: format.dateTime(alarm.acknowledgedAt) })}</Typography>
            )}
          </>
        )}
        {isWaiting && <Button variant="outlined" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>{t('alarms.acknowledge')}</Button>}
        <Refusal error={acknowledge.error} />
      </Box>
    </Box>
  );
};
