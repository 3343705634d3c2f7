import Box from '@mui/material/Box';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useAddress } from '../../../lib/useAddress';
import { useOperationsApi, type AuditFilter } from '../operationsApi';
import { PeriodFilter } from '../PeriodFilter';
import { ShowMore } from '../ShowMore';
import { TextFilter } from '../TextFilter';
import { usePages } from '../usePages';
import { AuditTable } from './AuditTable';
import { knownActions, useActionName } from './useActionName';

/** Who did what, from where, and how it ended. */
export const AuditPage = () => {
  const { t } = useTranslation('operations');
  const api = useOperationsApi();
  const nameOf = useActionName();
  const [address, change] = useAddress();
  const read = (name: string) => address.get(name) ?? '';
  const filter: AuditFilter = { who: read('who'), what: read('what'), from: read('from'), to: read('to') };
  const query = usePages([...queryKeys.audit, filter], (cursor, signal) => api.audit(filter, cursor, signal), pollEvery.report);
  const changeWho = useCallback((who: string) => change({ who }), [change]);
  const actions = filter.what === '' || knownActions.some((name) => name === filter.what) ? knownActions : [filter.what, ...knownActions];
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'center' }}>
        <Choice
          label={t('audit.what')} value={filter.what} onChoose={(what) => change({ what })} hasBorder
          options={[{ value: '', name: t('audit.anything') }, ...actions.map((value) => ({ value, name: nameOf(value) }))]}
        />
        <PeriodFilter label={t('audit.when')} from={filter.from} to={filter.to} onChange={change} />
        <TextFilter label={t('audit.wholeName')} value={filter.who} onChange={changeWho} />
      </Box>
      <Loaded query={query} height={480}>
        {({ pages }) => {
          const entries = pages.flatMap(({ data }) => data);
          return (
            <Panel title={t('pages.audit')} note={t('audit.note')}>
              {entries.length === 0
                ? <Empty>{t(Object.values(filter).some((value) => value !== '') ? 'lists.none' : 'audit.none')}</Empty>
                : <AuditTable entries={entries} onNarrow={change} />}
              <ShowMore query={query} />
            </Panel>
          );
        }}
      </Loaded>
    </Box>
  );
};
