import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, Route, Routes, useLocation } from 'react-router';
import { Empty } from '../../components/States';
import { addTexts } from '../../lib/i18n';
import { useFormat } from '../../lib/shop';
import { FailedBatchesPage } from './failedBatches/FailedBatchesPage';
import { FailedBatchPage } from './failedBatches/FailedBatchPage';
import { HealthPage } from './health/HealthPage';
import { useStatus } from './health/useStatus';
import { useOperationsApi } from './operationsApi';
import { RunPage } from './runs/RunPage';
import { RunsPage } from './runs/RunsPage';
import { texts } from './texts';

const subPages = [
  { name: 'health', path: '/operations' },
  { name: 'failedBatches', path: '/operations/failed-batches' },
  { name: 'runs', path: '/operations/runs' },
] as const;

/** What operators need: how the pipeline is, what it could not store, and what its jobs do. */
const OperationsPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { pathname } = useLocation();
  const { hangfireAddress } = useOperationsApi();
  const open = useStatus().data?.at(-1)?.status.quarantine.open ?? 0;
  const current = subPages.findLast(({ path }) => pathname.startsWith(path));

  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', columnGap: 4, rowGap: 1, flexWrap: 'wrap' }}>
        <Typography variant="h1">{t('title')}</Typography>
        <Box component="nav" aria-label={t('title')} sx={{ display: 'flex', gap: 1, overflowX: 'auto', maxWidth: '100%' }}>
          {subPages.map(({ name, path }) => (
            <Link
              key={name} component={RouterLink} to={path} underline="none" aria-current={name === current?.name ? 'page' : undefined}
              sx={{
                px: 3, py: 2, whiteSpace: 'nowrap', borderBottom: '2px solid', borderColor: name === current?.name ? 'primary.main' : 'transparent',
                color: name === current?.name ? 'text.primary' : 'text.secondary', fontWeight: name === current?.name ? 600 : 400,
              }}
            >
              {t(`pages.${name}`)}{name === 'failedBatches' && open > 0 && ` (${format.count(open)})`}
            </Link>
          ))}
          <Link href={hangfireAddress} underline="none" color="textSecondary" sx={{ px: 3, py: 2, whiteSpace: 'nowrap', borderBottom: '2px solid transparent' }}>{t('pages.hangfire')}</Link>
        </Box>
      </Box>
      <Routes>
        <Route index element={<HealthPage />} />
        <Route path="failed-batches" element={<FailedBatchesPage />} />
        <Route path="failed-batches/:id" element={<FailedBatchPage />} />
        <Route path="runs" element={<RunsPage />} />
        <Route path="runs/:id" element={<RunPage />} />
        <Route path="*" element={<Empty height={400}>{t('nothingHere')}</Empty>} />
      </Routes>
    </Box>
  );
};

/** The page, once its texts are there. */
export const loadOperations = async () => {
  await addTexts('operations', texts);
  return { default: OperationsPage };
};
