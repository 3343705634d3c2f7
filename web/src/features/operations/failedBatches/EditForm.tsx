import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel';
import { queryKeys } from '../../../lib/queryKeys';
import type { FailedBatch } from '../../../types/api';
import { useOperationsApi } from '../operationsApi';
import { Refusal } from '../Refusal';
import { StartedRun } from '../runs/StartedRun';

/** Mends one payload by hand, then retries it. The server checks it as it checks what is sent; the original is kept. */
export const EditForm = ({ batch }: { batch: FailedBatch }) => {
  const { t } = useTranslation('operations');
  const api = useOperationsApi();
  const client = useQueryClient();
  const [payload, setPayload] = useState(batch.editedPayload ?? batch.payload ?? '');
  const retry = useMutation({
    mutationFn: () => api.editAndRetry(batch.id, payload),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.failedBatches }),
  });
  const runId = retry.data?.runId;
  if (batch.state !== 'open' && retry.isIdle) {
    return null;
  }
  return (
    <Panel title={t('batch.edit')} note={t('batch.editWhy')}>
      <Box component="form" onSubmit={(event) => { event.preventDefault(); retry.mutate(); }} sx={{ display: 'grid', gap: 3 }}>
        {(batch.state === 'open' || !retry.isSuccess) && (
          <>
            <TextField
              label={t('batch.newPayload')} value={payload} onChange={(event) => setPayload(event.target.value)} multiline minRows={4} maxRows={20}
              slotProps={{ htmlInput: { spellCheck: false, sx: { fontFamily: 'monospace', fontSize: 12 } } }}
            />
            <Refusal error={retry.error} />
            <Button type="submit" variant="contained" loading={retry.isPending} sx={{ justifySelf: 'start' }}>{t('batch.editAndRetry')}</Button>
          </>
        )}
        {runId != null && <StartedRun key={runId} id={runId} />}
      </Box>
    </Panel>
  );
};
