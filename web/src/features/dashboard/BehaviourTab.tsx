import { useTranslation } from 'react-i18next';
import type { Api, RangeParameters } from '../../lib/api';
import { DevicesPanel } from './DevicesPanel';
import { FunnelPanel } from './FunnelPanel';
import { RankPanel } from './RankPanel';
import { Columns, Tab } from './Tab';
import { useReport } from './useReport';

const ask = (api: Api, range: RangeParameters, signal: AbortSignal) => api.behavior(range, signal);

export const BehaviourTab = () => {
  const { t } = useTranslation();
  const result = useReport('behaviour', ask);
  return (
    <Tab result={result}>
      <Columns first="1.7fr">
        <FunnelPanel result={result} />
        <DevicesPanel result={result} />
      </Columns>
      <RankPanel
        result={result} id="types" title={t('behaviour.types')} nameTitle={t('behaviour.type')} valueTitle={t('behaviour.users')}
        emptyText={t('behaviour.noUsers')} rows={(report) => report.funnel} total={(report) => report.funnelTotal}
        keyOf={(row) => row.eventType} nameOf={(row) => row.eventType} valueOf={(row) => row.uniqueUsersCount}
      />
    </Tab>
  );
};
