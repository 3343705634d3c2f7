import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { DayPickers } from '../../../components/DayPickers';
import { Panel } from '../../../components/Panel';
import { queryKeys } from '../../../lib/queryKeys';
import { useToday } from '../../../lib/shop';
import { useOperationsApi } from '../operationsApi';
import { Refusal } from '../Refusal';
import { StartedRun } from './StartedRun';

/** Folds the numbers of chosen days again from their events. */
export const RebuildForm = () => {
  const { t } = useTranslation('operations');
  const api = useOperationsApi();
  const client = useQueryClient();
  const today = useToday();
  const [scope, setScope] = useState<'days' | 'all'>('days');
  const [days, setDays] = useState({ from: today, to: today });
  const rebuild = useMutation({
    mutationFn: () => api.rebuild(scope === 'days' ? days : undefined),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.runs }),
  });
  return (
    <Panel title={t('rebuild.title')} note={t('rebuild.note')}>
      <Box sx={{ display: 'grid', gap: 3 }}>
        <Box sx={{ display: 'flex', gap: 3, flexDirection: { xs: 'column', sm: 'row' }, alignItems: { xs: 'stretch', sm: 'center' }, flexWrap: 'wrap' }}>
          <Choice
            label={t('rebuild.scope')} value={scope} onChoose={setScope} hasBorder
            options={[{ value: 'days', name: t('rebuild.days') }, { value: 'all', name: t('rebuild.all') }]}
          />
          {scope === 'days' && <DayPickers from={days.from} to={days.to} today={today} onChange={(from, to) => setDays({ from, to })} />}
          <Button variant="contained" loading={rebuild.isPending} onClick={() => rebuild.mutate()}>{t('rebuild.start')}</Button>
        </Box>
        <Refusal error={rebuild.error} />
        {rebuild.data && <StartedRun id={rebuild.data.runId} />}
      </Box>
    </Panel>
  );
};
