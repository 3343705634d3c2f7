import { useTranslation } from 'react-i18next';
import type { Api, RangeParameters } from '../../lib/api';
import { useFormat } from '../../lib/shop';
import type { SearchReport } from '../../types/api';
import { countOf } from './numbers';
import { RankPanel } from './RankPanel';
import { ReportTiles } from './ReportTiles';
import { Columns, Tab } from './Tab';
import { useReport } from './useReport';

const ask = (api: Api, range: RangeParameters, signal: AbortSignal) => api.search(range, signal);

const searchesOf = (report: SearchReport) => countOf(report.totalSearches);
const isFruitlessCut = (report: SearchReport) => report.zeroResultQueries.length < report.zeroResultQueriesTotal;
const fruitlessOf = (report: SearchReport) => report.zeroResultQueries.reduce((sum, query) => sum + query.searches, 0);

type QuerySearches = SearchReport['topQueries'][number];

const query = {
  keyOf: (row: QuerySearches) => row.query,
  nameOf: (row: QuerySearches) => row.query,
  valueOf: (row: QuerySearches) => row.searches,
};

export const SearchTab = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const result = useReport('search', ask);
  const titles = { nameTitle: t('search.query'), valueTitle: t('search.searches') };
  return (
    <Tab result={result}>
      <ReportTiles
        result={result}
        measures={[
          { id: 'searches', label: t('search.total'), read: searchesOf, write: format.count },
          { id: 'queries', label: t('search.different'), read: (report) => report.topQueriesTotal, write: format.count },
          { id: 'fruitless', label: t('search.fruitless'), read: fruitlessOf, write: format.count, isAtLeast: isFruitlessCut },
          {
            id: 'fruitlessShare', label: t('search.fruitlessShare'), write: format.share, isAtLeast: isFruitlessCut,
            read: (report) => searchesOf(report) === 0 ? 0 : fruitlessOf(report) / searchesOf(report),
          },
        ]}
      />
      <Columns>
        <RankPanel
          {...query} {...titles} result={result} id="queries" title={t('search.top')} emptyText={t('search.noQueries')}
          rows={(report) => report.topQueries} total={(report) => report.topQueriesTotal} whole={searchesOf}
        />
        <RankPanel
          {...query} {...titles} result={result} id="fruitless" title={t('search.fruitlessQueries')} emptyText={t('search.noFruitless')}
          rows={(report) => report.zeroResultQueries} total={(report) => report.zeroResultQueriesTotal}
        />
      </Columns>
    </Tab>
  );
};
