/** The part of an address that a reader keeps when going to another tab: the range, not the state of the tables. */
export const rangeOnly = (search: string): string => {
  const kept = new URLSearchParams();
  const address = new URLSearchParams(search);
  for (const name of ['period', 'from', 'to', 'compare']) {
    const value = address.get(name);
    if (value !== null) {
      kept.set(name, value);
    }
  }
  return kept.size === 0 ? '' : `?${kept.toString()}`;
};
