/** The one object of the lists of one that the API answers with. */
export const only = <T>(list: readonly T[]): T | undefined => list[0];

export const countOf = (list: readonly { count: number }[] | undefined): number => list?.[0]?.count ?? 0;

/** How a value changed against the earlier one; a change from nothing has no ratio. */
export const changeOf = (value: number, before: number): number | undefined => before === 0 ? undefined : value / before - 1;

/** `part` of `whole`; undefined when there is no whole. */
export const shareOf = (part: number, whole: number): number | undefined => whole === 0 ? undefined : part / whole;

/** For each key of the earlier list its value, to be set beside the rows of the current one. */
export const byKey = <T>(rows: readonly T[] | undefined, key: (row: T) => string, value: (row: T) => number): Map<string, number> | undefined =>
  rows && new Map(rows.map((row) => [key(row), value(row)]));
