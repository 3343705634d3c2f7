import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import useMediaQuery from '@mui/material/useMediaQuery';
import { visuallyHidden } from '@mui/utils';
import { useTranslation } from 'react-i18next';
import { toCsv } from '../lib/csv';
import { downloadCsv } from '../lib/download';
import { useAddress } from '../lib/useAddress';
import { DataRow } from './DataRow';
import { Panel } from './Panel';
import { Empty } from './States';
import { TableFoot } from './TableFoot';
import { TableTools } from './TableTools';
import { arrange, pageOf, parseOrder, writeOrder, type Column, type Order } from './tableRows';

const pageSize = 10;
const rowHeight = 33;

/** Of the table's body with a full page, so that a panel does not jump between its states. */
export const tableHeight = (pageSize + 2) * rowHeight;

interface DataTableProps<Row> {
  /** Names the table in the address. */
  id: string;
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  initialOrder: Order;
  /** How many rows there are beyond those that were sent. */
  total?: number | undefined;
  /** The column whose numbers are drawn as bars behind the first column. */
  barColumn?: string;
  fileName: string;
  emptyText: string;
}

/** A table that sorts, filters and pages, keeps all three in the address, and exports its rows as they are shown. */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { id, title, columns, rows, keyOf, initialOrder, total = rows.length, barColumn, fileName, emptyText } = props;
  const { t, i18n } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 599px)');
  const [address, change] = useAddress();
  const names = { filter: `${id}_filter`, order: `${id}_sort`, page: `${id}_page` };
  const filter = address.get(names.filter) ?? '';
  const order = parseOrder(address.get(names.order), initialOrder, columns);
  const arranged = arrange(rows, columns, filter, order, i18n.language);
  const shown = pageOf(arranged, Number(address.get(names.page) ?? 1) - 1, pageSize);
  const visible = isPhone ? columns.filter((column) => column.isMain) : columns;
  const bar = columns.find((column) => column.id === barColumn);
  const largest = bar ? Math.max(0, ...rows.map((row) => Number(bar.value(row) ?? 0))) : 0;

  const sortBy = (column: Column<Row>) => change({
    [names.order]: writeOrder({
      column: column.id,
      isDescending: order.column === column.id ? !order.isDescending : column.isNumber === true,
    }),
    [names.page]: undefined,
  });
  const exportRows = () => downloadCsv(fileName, toCsv(
    columns.map((column) => column.title), arranged.map((row) => columns.map((column) => column.value(row)))));

  return (
    <Panel
      title={title}
      actions={rows.length > 0 && (
        <TableTools
          title={title} filter={filter} count={arranged.length} onExport={exportRows}
          onFilter={(text) => change({ [names.filter]: text, [names.page]: undefined })}
        />
      )}
    >
      {rows.length === 0 ? <Empty height={tableHeight}>{emptyText}</Empty> : (
        <>
          <Box sx={{ minHeight: (Math.min(rows.length, pageSize) + 1) * rowHeight }}>
            <Table size="small" aria-label={title} sx={{ tableLayout: 'fixed' }}>
              <TableHead>
                <TableRow>
                  {visible.map((column, index) => (
                    <TableCell
                      key={column.id} align={column.isNumber ? 'right' : 'left'}
                      sortDirection={order.column === column.id && (order.isDescending ? 'desc' : 'asc')}
                      sx={{ color: 'text.secondary', width: index === 0 ? 'auto' : isPhone ? '32%' : '22%' }}
                    >
                      <TableSortLabel
                        active={order.column === column.id}
                        direction={order.column === column.id && !order.isDescending ? 'asc' : 'desc'}
                        onClick={() => sortBy(column)}
                        sx={{ fontSize: 12 }}
                      >
                        {column.title}
                      </TableSortLabel>
                    </TableCell>
                  ))}
                  {isPhone && columns.length > visible.length && (
                    <TableCell sx={{ width: 40 }}><Box sx={visuallyHidden}>{t('table.details')}</Box></TableCell>
                  )}
                </TableRow>
              </TableHead>
              <TableBody>
                {shown.rows.map((row) => (
                  <DataRow
                    key={keyOf(row)} row={row} visible={visible} hidden={columns.filter((column) => !visible.includes(column))}
                    share={bar && largest > 0 ? Number(bar.value(row) ?? 0) / largest : 0}
                  />
                ))}
              </TableBody>
            </Table>
            {arranged.length === 0 && <Empty>{t('table.nothingMatches', { filter })}</Empty>}
          </Box>
          <TableFoot
            title={title} page={shown.page} size={pageSize} count={arranged.length} sent={rows.length} total={total}
            onPage={(page) => change({ [names.page]: page === 0 ? undefined : String(page + 1) })}
          />
        </>
      )}
    </Panel>
  );
};
