import { useTranslation } from 'react-i18next';
import { DataTable, tableHeight } from '../../components/DataTable';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import type { Column } from '../../components/tableRows';
import { useFormat } from '../../lib/shop';
import type { Report } from '../../types/api';
import { byKey, shareOf } from './numbers';
import type { ReportResult } from './useReport';

interface RankPanelProps<T, Row> {
  result: ReportResult<T>;
  id: string;
  title: string;
  /** The heading of the names, and that of the numbers. */
  nameTitle: string;
  valueTitle: string;
  emptyText: string;
  rows: (report: T) => readonly Row[];
  total: (report: T) => number | undefined;
  /** What the shares are shares of; without it there are none. */
  whole?: (report: T) => number;
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  valueOf: (row: Row) => number;
}

/** Ranked things: a table with a bar behind each name, and the value of the period before beside it. */
export const RankPanel = <T extends Report, Row>(props: RankPanelProps<T, Row>) => {
  const { result, id, title, nameTitle, valueTitle, emptyText, rows, total, whole, keyOf, nameOf, valueOf } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { query, before, days } = result;
  if (!query.data) {
    return <Panel title={title} minHeight={tableHeight + 74}><Loaded query={query} height={tableHeight}>{() => null}</Loaded></Panel>;
  }
  const report = query.data;
  const sum = whole?.(report);
  const earlier = byKey(before.data && rows(before.data), keyOf, valueOf);
  const columns: Column<Row>[] = [
    { id: 'name', title: nameTitle, value: nameOf, write: nameOf, isMain: true },
    { id: 'value', title: valueTitle, value: valueOf, write: (row) => format.count(valueOf(row)), isNumber: true, isMain: true },
  ];
  if (sum !== undefined) {
    const share = (row: Row) => shareOf(valueOf(row), sum);
    columns.push({ id: 'share', title: t('table.share'), value: (row) => share(row) ?? null, write: (row) => format.share(share(row) ?? 0), isNumber: true });
  }
  if (earlier) {
    // What is not among the entries that were sent had none, unless entries were left out.
    const isWhole = before.data !== undefined && total(before.data) === earlier.size;
    const valueBefore = (row: Row) => earlier.get(keyOf(row)) ?? (isWhole ? 0 : null);
    columns.push({
      id: 'before', title: t('table.before'), value: valueBefore, isNumber: true,
      write: (row) => { const value = valueBefore(row); return value === null ? '–' : format.count(value); },
    });
  }
  return (
    <DataTable
      id={id} title={title} columns={columns} rows={rows(report)} keyOf={keyOf} total={total(report)} barColumn="value"
      initialOrder={{ column: 'value', isDescending: true }} emptyText={emptyText}
      fileName={`${id}-${days?.from ?? ''}-${days?.to ?? ''}`}
    />
  );
};
