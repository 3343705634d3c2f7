export type Cell = string | number | null | undefined;

const textThatRuns = /^[=+\-@\t\r]/;

/** Text from events must not become a formula in a spreadsheet, so it gets the apostrophe that spreadsheets know. */
const write = (cell: Cell): string => {
  if (cell === null || cell === undefined) {
    return '';
  }
  if (typeof cell === 'number') {
    return String(cell);
  }
  const safe = textThatRuns.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180, numbers with a point whatever the language, so that every program reads them. */
export const toCsv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(write).join(',')}\r\n`).join('');
