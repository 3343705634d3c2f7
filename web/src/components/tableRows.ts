import type { Cell } from '../lib/csv';

export interface Column<Row> {
  id: string;
  title: string;
  /** What the column sorts by and what goes into the CSV. */
  value: (row: Row) => Cell;
  /** How the value is written on screen. */
  write: (row: Row) => string;
  isNumber?: boolean;
  /** The two columns that a phone shows; the others open beneath the row. */
  isMain?: boolean;
}

export interface Order {
  column: string;
  isDescending: boolean;
}

/** In the address an order is the column's id, with a minus before it when it is descending. */
export const parseOrder = (text: string | null, fallback: Order, columns: readonly { id: string }[]): Order => {
  const column = text?.replace(/^-/, '');
  return text !== null && columns.some(({ id }) => id === column)
    ? { column: column ?? '', isDescending: text.startsWith('-') }
    : fallback;
};

export const writeOrder = (order: Order): string => (order.isDescending ? '-' : '') + order.column;

const compare = (a: Cell, b: Cell, collator: Intl.Collator): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a ?? ''), String(b ?? ''));

/** The rows that contain the text in any column, in the asked order. Rows without a value come last in both directions. */
export const arrange = <Row>(
  rows: readonly Row[], columns: readonly Column<Row>[], filter: string, order: Order, language: string): Row[] => {
  const wanted = filter.trim().toLocaleLowerCase(language);
  const found = wanted === '' ? [...rows]
    : rows.filter((row) => columns.some((column) => column.write(row).toLocaleLowerCase(language).includes(wanted)));
  const column = columns.find(({ id }) => id === order.column);
  if (!column) {
    return found;
  }
  const collator = new Intl.Collator(language, { numeric: true });
  return found.sort((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if ((left ?? null) === null || (right ?? null) === null) {
      return Number((left ?? null) === null) - Number((right ?? null) === null);
    }
    return compare(left, right, collator) * (order.isDescending ? -1 : 1);
  });
};

/** The page that is shown, brought back into what there is. */
export const pageOf = <Row>(rows: readonly Row[], asked: number, size: number): { page: number; rows: Row[] } => {
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const page = Math.min(Math.max(0, Number.isInteger(asked) ? asked : 0), last);
  return { page, rows: rows.slice(page * size, (page + 1) * size) };
};
