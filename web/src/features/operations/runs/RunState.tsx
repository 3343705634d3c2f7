import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { JobRun } from '../../../types/api';
import { hasEnded } from './useRun';

/** How far a run is, and what came of it. */
export const RunState = ({ run }: { run: JobRun }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { progress } = run;
  const total = progress?.total ?? undefined;
  const progressText = progress && [
    total !== undefined && total > 0 && format.share(Math.min(1, progress.done / total)),
    total === undefined ? format.count(progress.done) : t('runs.doneOf', { done: format.count(progress.done), total: format.count(total) }),
    t('runs.perSecond', { rate: format.decimal(progress.perSecond) }),
    !hasEnded(run) && progress.secondsLeft != null && t('runs.left', { time: format.duration(progress.secondsLeft) }),
  ].filter(Boolean).join(' · ');
  return (
    <Box sx={{ display: 'grid', gap: 2 }} aria-live="polite">
      <Typography sx={{ fontWeight: 600 }} data-testid="run-state" color={run.state === 'failed' ? 'error' : 'textPrimary'}>{t(`runStates.${run.state}`)}</Typography>
      {!hasEnded(run) && (
        <LinearProgress
          aria-label={t('runs.progress')} sx={{ height: 8, borderRadius: '4px', maxWidth: 480 }}
          {...(progress && total ? { variant: 'determinate', value: Math.min(100, (100 * progress.done) / total) } : { variant: 'indeterminate' })}
        />
      )}
      {progressText && <Typography variant="caption" color="textSecondary">{progressText}</Typography>}
      {run.result != null && (
        <Box component="ul" data-testid="run-result" sx={{ m: 0, pl: 4 }}>
          {run.result.split(' · ').map((line) => <Typography component="li" key={line} sx={{ overflowWrap: 'anywhere' }}>{line}</Typography>)}
        </Box>
      )}
      {run.error != null && <Typography color="error" sx={{ overflowWrap: 'anywhere' }}>{run.error}</Typography>}
    </Box>
  );
};
