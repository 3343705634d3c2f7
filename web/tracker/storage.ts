/** The browser's storage; where it allows none, a substitute for as long as the page lives. */
export const createStorage = (page: Window): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> => {
  try {
    const probe = 'pl_';
    page.localStorage.setItem(probe, probe);
    page.localStorage.removeItem(probe);
    return page.localStorage;
  } catch {
    // Storage is forbidden here, or full.
    const values = new Map<string, string>();
    return {
      getItem: (name) => values.get(name) ?? null,
      setItem: (name, value) => void values.set(name, value),
      removeItem: (name) => void values.delete(name),
    };
  }
};
