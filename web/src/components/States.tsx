import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import { errorText } from './errorText';
import { SignIn } from './SignIn';
import { WarningIcon } from './icons';

const slowAfter = 5_000;

/** Keeps the place of what is coming, and says so when it is slow to come. */
export const Loading = ({ height }: { height: number }) => {
  const { t } = useTranslation();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfter);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Box role="status" aria-label={t('states.loading')} sx={{ position: 'relative', height }}>
      <Skeleton variant="rounded" height="100%" />
      {isSlow && (
        <Typography variant="caption" sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', textAlign: 'center' }}>
          {t('states.slow')}
        </Typography>
      )}
    </Box>
  );
};

export const Empty = ({ children, height }: { children: ReactNode; height?: number }) => (
  <Box sx={{ minHeight: height ?? 120, display: 'grid', placeItems: 'center', textAlign: 'center', p: 4 }}>
    <Typography color="textSecondary" component="div">{children}</Typography>
  </Box>
);

export const Failure = ({ error, onRetry, height }: { error: unknown; onRetry: () => void; height?: number }) => {
  const { t } = useTranslation();
  return (
    <Box role="alert" sx={{ minHeight: height ?? 120, display: 'grid', placeContent: 'center', justifyItems: 'center', gap: 2, p: 4, textAlign: 'center' }}>
      <WarningIcon color="error" />
      <Typography sx={{ maxWidth: 440, overflowWrap: 'anywhere' }}>{errorText(error, t)}</Typography>
      <SignIn error={error} />
      <Button variant="outlined" onClick={onRetry}>{t('states.retry')}</Button>
    </Box>
  );
};

/** Old numbers stay; this says from when they are and why they are old. */
export const StaleNotice = ({ error, since, onRetry }: { error: unknown; since: number; onRetry: () => void }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Box role="alert" sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'warning.main', flexWrap: 'wrap', mb: 2 }}>
      <WarningIcon fontSize="small" />
      <Typography variant="caption" sx={{ flex: 1, minWidth: 160 }}>
        {t('states.stale', { time: format.time(since) })} {errorText(error, t)}
      </Typography>
      <SignIn error={error} />
      <Button color="inherit" onClick={onRetry}>{t('states.retry')}</Button>
    </Box>
  );
};
