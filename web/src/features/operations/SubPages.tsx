import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useLocation } from 'react-router';
import { useFormat } from '../../lib/shop';
import { useStatus } from './health/useStatus';
import { useOperationsApi } from './operationsApi';

const subPages = [
  { name: 'health', path: '/operations' },
  { name: 'alarms', path: '/operations/alarms' },
  { name: 'failedBatches', path: '/operations/failed-batches' },
  { name: 'runs', path: '/operations/runs' },
  { name: 'archive', path: '/operations/archive' },
  { name: 'audit', path: '/operations/audit' },
] as const;

const linkStyle = { px: 3, py: 2, whiteSpace: 'nowrap', borderBottom: '2px solid', borderColor: 'transparent', color: 'text.secondary' };

/** The ways to the pages, with how much is open on those where somebody has to do something. */
export const SubPages = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { pathname } = useLocation();
  const { hangfireAddress } = useOperationsApi();
  const status = useStatus().data;
  const [alarms, failedBatches] = [status?.alarms.open ?? 0, status?.quarantine.open ?? 0];
  const current = subPages.findLast(({ path }) => pathname.startsWith(path))?.name;
  const ways = useRef<HTMLElement>(null);
  useEffect(() => {
    ways.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, alarms, failedBatches]);

  return (
    <Box sx={{ display: 'flex', alignItems: 'center', columnGap: 4, rowGap: 1, flexWrap: 'wrap' }}>
      <Typography variant="h1">{t('title')}</Typography>
      <Box ref={ways} component="nav" aria-label={t('title')} sx={{ display: 'flex', gap: 1, overflowX: 'auto', maxWidth: '100%' }}>
        {subPages.map(({ name, path }) => {
          const isCurrent = name === current;
          const count = name === 'alarms' ? alarms : name === 'failedBatches' ? failedBatches : 0;
          return (
            <Link
              key={name} component={RouterLink} to={path} underline="none" aria-current={isCurrent ? 'page' : undefined}
              sx={isCurrent ? { ...linkStyle, borderColor: 'primary.main', color: 'text.primary', fontWeight: 600 } : linkStyle}
            >
              {t(`pages.${name}`)}{count > 0 && ` (${format.count(count)})`}
            </Link>
          );
        })}
        <Link href={hangfireAddress} underline="none" sx={linkStyle}>{t('pages.hangfire')}</Link>
      </Box>
    </Box>
  );
};
