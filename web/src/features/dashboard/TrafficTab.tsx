import { useTranslation } from 'react-i18next';
import type { Api, RangeParameters } from '../../lib/api';
import { useFormat } from '../../lib/shop';
import type { TrafficReport } from '../../types/api';
import { countOf } from './numbers';
import { RankPanel } from './RankPanel';
import { ReportTiles } from './ReportTiles';
import { SeriesPanel } from './SeriesPanel';
import { Columns, Tab } from './Tab';
import { useReport } from './useReport';

const ask = (api: Api, range: RangeParameters, signal: AbortSignal) => api.traffic(range, signal);

const viewsOf = (report: TrafficReport): number => countOf(report.totalPageViews);

const sessionsOf = (report: TrafficReport) => countOf(report.totalSessions);

export const TrafficTab = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const result = useReport('traffic', ask);
  return (
    <Tab result={result}>
      <ReportTiles
        result={result}
        measures={[
          { id: 'sessions', label: t('traffic.sessions'), read: sessionsOf, write: format.count, spark: (report) => report.sessionsOverTime.map((day) => day.sessions) },
          { id: 'users', label: t('traffic.users'), read: (report) => countOf(report.activeUsers), write: format.count },
          { id: 'views', label: t('traffic.views'), read: viewsOf, write: format.count },
          {
            id: 'viewsPerSession', label: t('traffic.viewsPerSession'), write: format.decimal,
            read: (report) => sessionsOf(report) === 0 ? 0 : viewsOf(report) / sessionsOf(report),
          },
        ]}
      />
      <Columns first="1.2fr">
        <SeriesPanel
          title={t('traffic.sessionsOverTime')} what={t('traffic.sessions')} name="traffic" ask={ask}
          read={(report) => report.sessionsOverTime.map(({ date, sessions }) => ({ date, value: sessions }))}
        />
        <RankPanel
          result={result} id="pages" title={t('traffic.pages')} nameTitle={t('traffic.page')} valueTitle={t('traffic.views')}
          emptyText={t('traffic.noPages')} rows={(report) => report.pageViewsByPage} total={(report) => report.pageViewsByPageTotal}
          whole={viewsOf} keyOf={(row) => row.page} nameOf={(row) => row.page} valueOf={(row) => row.views}
        />
      </Columns>
    </Tab>
  );
};
