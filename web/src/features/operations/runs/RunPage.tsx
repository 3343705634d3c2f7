import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { ApiError } from '../../../lib/apiError';
import { useFormat } from '../../../lib/shop';
import { CodeBlock } from '../CodeBlock';
import { Facts } from '../Facts';
import { RunState } from './RunState';
import { useRun } from './useRun';

/** One run of a job, live while it works. */
export const RunPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const { id = '' } = useParams();
  const query = useRun(id);
  const instant = (at: string | null | undefined) => at == null ? undefined : format.dateTime(at);
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Link component={RouterLink} to="/operations/runs" sx={{ justifySelf: 'start' }}>← {t('pages.runs')}</Link>
      {query.error instanceof ApiError && query.error.kind === 'notFound' ? <Panel title={t('runs.title')}><Empty>{t('runs.gone')}</Empty></Panel> : (
        <Loaded query={query} height={360}>
          {(run) => (
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <Panel title={run.job}><RunState run={run} /></Panel>
              <Panel title={t('runs.about')}>
                <Facts facts={[
                  [t('runs.startedBy'), t(`startedBy.${run.startedBy}`)],
                  [t('runs.queuedAt'), instant(run.queuedAt)],
                  [t('runs.startedAt'), instant(run.startedAt)],
                  [t('runs.endedAt'), instant(run.endedAt)],
                  [t('runs.attempt'), format.count(run.attempt)],
                  [t('runs.id'), run.id],
                ]} />
              </Panel>
              <Panel title={t('runs.arguments')}><CodeBlock label={t('runs.arguments')}>{run.arguments}</CodeBlock></Panel>
            </Box>
          )}
        </Loaded>
      )}
    </Box>
  );
};
