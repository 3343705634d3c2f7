import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Choice } from '../../../components/Choice';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { interval, pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import { useAddress } from '../../../lib/useAddress';
import { HeadRow } from '../HeadRow';
import { useOperationsApi } from '../operationsApi';
import { RebuildForm } from './RebuildForm';

/** The jobs that operators look for; the address may name any other. */
const knownJobs = ['retry-failed-batches', 'rebuild-rollups', 'archive-days', 'restore-days', 'verify-archive', 'compact-days', 'expire-days', 'refresh-rollups', 'post-ledger', 'index-users', 'release-failed-batches', 'purge-slices', 'purge-run-history'];

/** What the jobs did lately, and the rebuild of the numbers. */
export const RunsPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const [address, change] = useAddress();
  const job = address.get('job') ?? '';
  const query = useQuery({
    queryKey: [...queryKeys.runs, job], queryFn: ({ signal }) => api.runs(job, signal), refetchInterval: interval(pollEvery.now),
  });
  const jobs = job === '' || knownJobs.includes(job) ? knownJobs : [job, ...knownJobs];
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <RebuildForm />
      <Panel
        title={t('runs.title')}
        actions={(
          <Choice
            label={t('runs.job')} value={job} onChoose={(value) => change({ job: value })} hasBorder
            options={[{ value: '', name: t('runs.allJobs') }, ...jobs.map((name) => ({ value: name, name }))]}
          />
        )}
      >
        <Loaded query={query} height={400}>
          {(runs) => runs.length === 0 ? <Empty>{t('runs.none')}</Empty> : (
            <Table size="small" aria-label={t('runs.title')}>
              <TableHead>
                <HeadRow>
                  <TableCell>{t('runs.job')}</TableCell>
                  <TableCell>{t('runs.state')}</TableCell>
                  <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t('runs.startedBy')}</TableCell>
                  <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>{t('runs.queuedAt')}</TableCell>
                  <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t('runs.result')}</TableCell>
                </HeadRow>
              </TableHead>
              <TableBody>
                {runs.map((run) => (
                  <TableRow key={run.id}>
                    <TableCell sx={{ overflowWrap: 'anywhere' }}><Link component={RouterLink} to={`/operations/runs/${run.id}`}>{run.job}</Link></TableCell>
                    <TableCell sx={{ color: run.state === 'failed' ? 'error.main' : undefined, whiteSpace: 'nowrap' }}>
                      {t(`runStates.${run.state}`)}
                      {run.state === 'running' && run.progress?.total != null && run.progress.total > 0 && ` ${format.share(run.progress.done / run.progress.total)}`}
                    </TableCell>
                    <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t(`startedBy.${run.startedBy}`)}</TableCell>
                    <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' }, whiteSpace: 'nowrap' }}>{format.dateTime(run.queuedAt)}</TableCell>
                    <TableCell sx={{ display: { xs: 'none', md: 'table-cell' }, color: 'text.secondary', overflowWrap: 'anywhere' }}>{run.error ?? run.result}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </Loaded>
      </Panel>
    </Box>
  );
};
