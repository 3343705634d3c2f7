import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import { useOperationsApi, type RetryOptions, type Selection } from '../operationsApi';
import { Refusal } from '../Refusal';
import { DryRun } from './DryRun';
import { RuleEditor } from './RuleEditor';
import { emptyRule, readRule, type PayloadRule } from './rules';

interface RetryFormProps {
  selection: Selection;
  count: number;
  /** Whether the payloads are changed first. */
  hasRules: boolean;
  onStart: (runId: string | undefined) => void;
}

/** Says what a retry would do, and starts it. */
export const RetryForm = ({ selection, count, hasRules, onStart }: RetryFormProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const client = useQueryClient();
  const [rate, setRate] = useState('500');
  const [mostFailed, setMostFailed] = useState('20');
  const [drafts, setDrafts] = useState([emptyRule]);
  const read = hasRules ? drafts.map(readRule) : [];
  const rules = read.filter((rule): rule is PayloadRule => typeof rule !== 'string');
  const isComplete = rules.length === read.length && rate !== '' && mostFailed !== '';
  const options: RetryOptions = { perSecond: Number(rate), maxFailedShare: Number(mostFailed) / 100, rules };
  const asked = JSON.stringify([selection, options]);

  const trying = useMutation({ mutationFn: async () => ({ of: asked, receipt: await api.dryRun(selection, options) }) });
  const retrying = useMutation({
    mutationFn: () => api.retry(selection, options),
    onSuccess: async ({ runId }) => {
      onStart(runId ?? undefined);
      trying.reset();
      await client.invalidateQueries({ queryKey: queryKeys.failedBatches });
    },
  });
  const start = () => { trying.reset(); retrying.mutate(); };
  const tryIt = () => { retrying.reset(); trying.mutate(); };

  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <Typography variant="caption" color="textSecondary">{t(hasRules ? 'work.mendWhy' : 'work.retryWhy')}</Typography>
      {hasRules && <RuleEditor drafts={drafts} onChange={setDrafts} />}
      <Box sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField label={t('work.perSecond')} value={rate} type="number" onChange={(event) => setRate(event.target.value)} sx={{ width: 170 }} />
        <TextField label={t('work.mostFailed')} value={mostFailed} type="number" onChange={(event) => setMostFailed(event.target.value)} sx={{ width: 210 }} />
        <Button variant="outlined" disabled={!isComplete} loading={trying.isPending} onClick={tryIt}>{t('work.dryRun')}</Button>
        <Button variant="contained" disabled={!isComplete} loading={retrying.isPending} onClick={start}>
          {t(hasRules ? 'work.mendThem' : 'work.retryThem', { count, entries: format.count(count) })}
        </Button>
      </Box>
      <Refusal error={trying.error ?? retrying.error} />
      {trying.data?.of === asked && <DryRun receipt={trying.data.receipt} />}
    </Box>
  );
};
