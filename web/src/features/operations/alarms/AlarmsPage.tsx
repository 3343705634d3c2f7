import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { pollEvery } from '../../../lib/queries';
import { queryKeys } from '../../../lib/queryKeys';
import { useFormat } from '../../../lib/shop';
import { useAddress } from '../../../lib/useAddress';
import { useOperationsApi } from '../operationsApi';
import { ShowMore } from '../ShowMore';
import { usePages } from '../usePages';
import { AlarmEntry } from './AlarmEntry';

const states = ['all', 'open', 'cleared'] as const;

/** What somebody should look at, and what is over. */
export const AlarmsPage = () => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const api = useOperationsApi();
  const [address, change] = useAddress();
  const state = states.find((name) => name === address.get('state')) ?? 'all';
  const query = usePages([...queryKeys.alarms, state], (cursor, signal) => api.alarms(state, cursor, signal), pollEvery.now);
  return (
    <Loaded query={query} height={400}>
      {({ pages }) => {
        const alarms = pages.flatMap(({ data }) => data);
        return (
          <Panel
            title={t('pages.alarms')} note={t('lists.shown', { shown: format.count(alarms.length), total: format.count(pages.at(-1)?.total ?? 0) })}
            actions={(
              <Choice
                label={t('alarms.state')} value={state} onChoose={(value) => change({ state: value === 'all' ? undefined : value })} hasBorder
                options={states.map((value) => ({ value, name: t(`alarmStates.${value}`) }))}
              />
            )}
          >
            {alarms.length === 0 ? <Empty>{t(state === 'open' ? 'alarms.noneOpen' : 'alarms.none')}</Empty> : (
              <Box component="ul" aria-label={t('pages.alarms')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
                {alarms.map((alarm) => <AlarmEntry key={alarm.id} alarm={alarm} />)}
              </Box>
            )}
            <ShowMore query={query} />
          </Panel>
        );
      }}
    </Loaded>
  );
};
