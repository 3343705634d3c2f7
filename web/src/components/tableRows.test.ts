import { describe, expect, it } from 'vitest';
import { arrange, pageOf, parseOrder, writeOrder, type Column } from './tableRows';

interface Row { page: string; views: number | null }

const columns: Column<Row>[] = [
  { id: 'page', title: 'Page', value: (row) => row.page, write: (row) => row.page },
  { id: 'views', title: 'Views', value: (row) => row.views, write: (row) => String(row.views), isNumber: true },
];
const rows: Row[] = [{ page: '/b', views: 2 }, { page: '/a10', views: null }, { page: '/A2', views: 30 }];

const pages = (filter: string, column: string, isDescending: boolean) =>
  arrange(rows, columns, filter, { column, isDescending }, 'en').map((row) => row.page);

describe('arrange', () => {
  it('sorts numbers as numbers and texts as readers do', () => {
    expect(pages('', 'views', true)).toEqual(['/A2', '/b', '/a10']);
    expect(pages('', 'page', false)).toEqual(['/A2', '/a10', '/b']);
  });

  it('leaves rows without a value at the end in both directions', () => {
    expect(pages('', 'views', false).at(-1)).toBe('/a10');
    expect(pages('', 'views', true).at(-1)).toBe('/a10');
  });

  it('finds text literally, in any column and case', () => {
    expect(pages(' /A', 'page', false)).toEqual(['/A2', '/a10']);
    expect(pages('30', 'page', false)).toEqual(['/A2']);
    expect(pages('.*', 'page', false)).toEqual([]);
  });
});

describe('order in the address', () => {
  it('comes back as it went, and is refused where no such column is', () => {
    const fallback = { column: 'views', isDescending: true };
    const order = { column: 'page', isDescending: true };
    expect(parseOrder(writeOrder(order), fallback, columns)).toEqual(order);
    expect(parseOrder('-nothing', fallback, columns)).toBe(fallback);
    expect(parseOrder(null, fallback, columns)).toBe(fallback);
  });
});

describe('pageOf', () => {
  it('comes back into what there is', () => {
    const many = Array.from({ length: 25 }, (_, index) => index);
    expect(pageOf(many, 2, 10)).toEqual({ page: 2, rows: [20, 21, 22, 23, 24] });
    expect(pageOf(many, 99, 10).page).toBe(2);
    expect(pageOf(many, Number.NaN, 10).page).toBe(0);
    expect(pageOf([], 0, 10)).toEqual({ page: 0, rows: [] });
  });
});
