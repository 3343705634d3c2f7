import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { useFormat } from '../../../lib/shop';
import { useOperationsApi, type BatchFilter, type Selection } from '../operationsApi';
import { ShowMore } from '../ShowMore';
import { BatchFilters } from './BatchFilters';
import { BatchTable } from './BatchTable';
import { GroupsPanel } from './GroupsPanel';
import { Workbench } from './Workbench';
import { useBatchAddress } from './useBatchAddress';
import { useFailedBatches } from './useFailedBatches';

const given = (filter: BatchFilter): Partial<BatchFilter> => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));

/** What could not be stored: why, what it is, and what to do with it. */
export const FailedBatchesPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const { filter, state, change } = useBatchAddress();
  const query = useFailedBatches(filter, state);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <BatchFilters filter={filter} state={state} onChange={change} />
      <Loaded query={query} height={480}>
        {({ pages }) => {
          const batches = pages.flatMap(({ data }) => data);
          const { total = 0, groups = [] } = pages.at(-1) ?? {};
          const open = batches.filter((batch) => batch.state === 'open').map(({ id }) => id);
          const ids = open.filter((id) => chosen.has(id));
          const openCount = groups.filter((group) => group.state === 'open').reduce((sum, { count }) => sum + count, 0);
          const selection: Selection = ids.length > 0 ? { ids } : { filter: given(filter) };
          return (
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <GroupsPanel groups={groups} reason={filter.reason} onChoose={(reason) => change({ reason })} />
              <Workbench selection={selection} count={ids.length > 0 ? ids.length : openCount} isChosen={ids.length > 0} />
              <Panel
                title={t('batches.list')} note={t('lists.shown', { shown: format.count(batches.length), total: format.count(total) })}
                actions={batches.length > 0 && <Button href={api.exportAddress(filter, state)} download variant="outlined">{t('batches.export')}</Button>}
              >
                {batches.length === 0 ? <Empty>{t(state === 'open' && Object.keys(given(filter)).length === 0 ? 'batches.allGood' : 'lists.none')}</Empty> : (
                  <BatchTable batches={batches} chosen={chosen} onChoose={setChosen} />
                )}
                <ShowMore query={query} />
              </Panel>
            </Box>
          );
        }}
      </Loaded>
    </Box>
  );
};
