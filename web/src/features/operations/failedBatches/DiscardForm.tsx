import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import { useOperationsApi, type Selection } from '../operationsApi';
import { Refusal } from '../Refusal';

/** Gives entries up, for a reason that is kept with each. */
export const DiscardForm = ({ selection, count }: { selection: Selection; count: number }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const discard = useMutation({
    mutationFn: () => api.discard(selection, reason),
    onSuccess: () => Promise.all([
      client.invalidateQueries({ queryKey: queryKeys.failedBatches }), client.invalidateQueries({ queryKey: queryKeys.status }),
    ]),
  });
  return (
    <Box component="form" onSubmit={(event) => { event.preventDefault(); discard.mutate(); }} sx={{ display: 'grid', gap: 3, justifyItems: 'start' }}>
      <TextField label={t('work.reason')} helperText={t('work.reasonHint')} value={reason} onChange={(event) => setReason(event.target.value)} fullWidth sx={{ maxWidth: 560 }} />
      <Refusal error={discard.error} />
      <Button type="submit" variant="contained" color="error" disabled={reason.trim() === ''} loading={discard.isPending}>
        {t('work.discardThem', { count, entries: format.count(count) })}
      </Button>
    </Box>
  );
};
