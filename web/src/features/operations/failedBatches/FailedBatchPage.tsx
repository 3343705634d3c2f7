import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { ApiError } from '../../../lib/apiError';
import { interval } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import { CodeBlock } from '../CodeBlock';
import { Facts } from '../Facts';
import { useOperationsApi } from '../operationsApi';
import { EditForm } from './EditForm';
import { Workbench } from './Workbench';

/** One entry: why it failed, what it is, what was done with it, and the means to mend it. */
export const FailedBatchPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: [...queryKeys.failedBatches, 'one', id], queryFn: ({ signal }) => api.failedBatch(id, signal), refetchInterval: interval(false),
  });
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Link component={RouterLink} to="/operations/failed-batches" sx={{ justifySelf: 'start' }}>← {t('pages.failedBatches')}</Link>
      {query.error instanceof ApiError && query.error.kind === 'notFound' ? <Panel title={t('pages.failedBatches')}><Empty>{t('batch.gone')}</Empty></Panel> : (
        <Loaded query={query} height={480}>
          {(batch) => (
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <Panel title={batch.reason} note={t(`states.${batch.state}`)}>
                <Typography sx={{ mb: 3, overflowWrap: 'anywhere' }}>{batch.detail}</Typography>
                <Facts facts={[
                  [t('batches.kind'), t(`kinds.${batch.kind}`)],
                  [t('batches.source'), t(`sources.${batch.source}`)],
                  [t('batch.receivedAt'), format.dateTime(batch.receivedAt)],
                  [t('batches.firstSeen'), format.dateTime(batch.firstSeenAt)],
                  [t('batch.lastSeen'), format.dateTime(batch.lastSeenAt)],
                  [t('batches.attempts'), format.count(batch.attempts)],
                  [t('batch.producer'), batch.producer],
                  [t('batch.sequence'), batch.sequence],
                  [t('batch.items'), format.count(batch.items)],
                  [t('batch.message'), batch.messageId],
                  [t('batch.id'), batch.id],
                ]} />
              </Panel>
              <Panel title={t('batch.payload')}><CodeBlock label={t('batch.payload')}>{batch.payload ?? ''}</CodeBlock></Panel>
              {batch.editedPayload != null && <Panel title={t('batch.edited')}><CodeBlock label={t('batch.edited')}>{batch.editedPayload}</CodeBlock></Panel>}
              <EditForm batch={batch} />
              <Workbench selection={{ ids: [batch.id] }} count={batch.state === 'open' ? 1 : 0} isChosen />
              <Panel title={t('batch.history')}>
                <Box component="ol" sx={{ m: 0, pl: 4 }}>
                  {batch.history?.map((change, index) => (
                    <Typography component="li" key={index} sx={{ overflowWrap: 'anywhere' }}>
                      {format.dateTime(change.at)} · {change.who} · {t(`changes.${change.what}`)}{change.detail != null && ` · ${change.detail}`}
                    </Typography>
                  ))}
                </Box>
              </Panel>
            </Box>
          )}
        </Loaded>
      )}
    </Box>
  );
};
