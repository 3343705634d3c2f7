import { Route, Routes } from 'react-router';
import { useTranslation } from 'react-i18next';
import Box from '@mui/material/Box';
import { Loaded } from '../../components/Loaded';
import { Empty } from '../../components/States';
import { addTexts } from '../../lib/i18n';
import { useMe } from '../../lib/useMe';
import { AlarmsPage } from './alarms/AlarmsPage';
import { ArchivePage } from './archive/ArchivePage';
import { AuditPage } from './audit/AuditPage';
import { FailedBatchesPage } from './failedBatches/FailedBatchesPage';
import { FailedBatchPage } from './failedBatches/FailedBatchPage';
import { HealthPage } from './health/HealthPage';
import { RunPage } from './runs/RunPage';
import { RunsPage } from './runs/RunsPage';
import { SubPages } from './SubPages';
import { texts } from './texts';

const pageHeight = 480;

/** What operators need: how the pipeline is, what it could not store, what its jobs do, where old days lie, and who did what. */
const OperationsPage = () => {
  const { t } = useTranslation('operations');
  return (
    <Loaded query={useMe()} height={pageHeight}>
      {({ isOperator }) => !isOperator ? <Empty height={pageHeight}>{t('forOperators')}</Empty> : (
        <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <SubPages />
          <Routes>
            <Route index element={<HealthPage />} />
            <Route path="failed-batches" element={<FailedBatchesPage />} />
            <Route path="failed-batches/:id" element={<FailedBatchPage />} />
            <Route path="runs" element={<RunsPage />} />
            <Route path="runs/:id" element={<RunPage />} />
            <Route path="alarms" element={<AlarmsPage />} />
            <Route path="archive" element={<ArchivePage />} />
            <Route path="audit" element={<AuditPage />} />
            <Route path="*" element={<Empty height={pageHeight}>{t('nothingHere')}</Empty>} />
          </Routes>
        </Box>
      )}
    </Loaded>
  );
};

/** The page, once its texts are there. */
export const loadOperations = async () => {
  await addTexts('operations', texts);
  return { default: OperationsPage };
};
