import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat, useShop } from '../../../lib/shop';
import type { ArchiveDay } from '../../../types/api';
import { useOperationsApi, type ArchiveAction } from '../operationsApi';
import { Refusal } from '../Refusal';
import { reportingDays, type DayRange } from './archiveDays';
import { RestoreDialog } from './RestoreDialog';

interface DayActionsProps {
  chosen: DayRange;
  /** Those of the chosen days that have events. */
  days: readonly ArchiveDay[];
  onStart: (runId: string) => void;
}

/** What operators do with days. */
export const DayActions = ({ chosen, days, onStart }: DayActionsProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { timeZone } = useShop().config;
  const api = useOperationsApi();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const counted = reportingDays(chosen, timeZone);
  const start = useMutation({
    mutationFn: (action: ArchiveAction | 'rebuild') => action === 'rebuild' ? api.rebuild(counted) : api.workOnArchive(action, chosen),
    onSuccess: async ({ runId }) => {
      onStart(runId);
      await client.invalidateQueries({ queryKey: queryKeys.runs });
    },
  });
  const hasParts = days.some(({ parts }) => parts.length > 0);
  const button = (action: ArchiveAction | 'rebuild', isOf: boolean, onClick = () => start.mutate(action)) => (
    <Button variant="outlined" disabled={!isOf || start.isPending} loading={start.isPending && start.variables === action} onClick={onClick}>
      {t(`archiveActions.${action}`)}
    </Button>
  );
  return (
    <Box role="group" aria-label={t('archive.actions')} sx={{ display: 'grid', gap: 2 }}>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
        {button('archive', days.some(({ state }) => state !== 'archived'))}
        {button('restore', hasParts, () => setAsking(true))}
        {button('verify', hasParts)}
        {button('compact', days.some(({ parts }) => parts.length > 1))}
        {button('rebuild', true)}
      </Box>
      {(counted.from !== chosen.from || counted.to !== chosen.to) && (
        <Typography variant="caption" color="textSecondary">{t('archive.countedIn', { zone: timeZone, days: format.days(counted.from, counted.to) })}</Typography>
      )}
      <Refusal error={start.error} />
      {isAsking && (
        <RestoreDialog
          chosen={chosen} days={days} onClose={() => setAsking(false)}
          onConfirm={() => { setAsking(false); start.mutate('restore'); }}
        />
      )}
    </Box>
  );
};
