/** Gives the browser a file to save. */
export const download = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
};

/** With the mark that makes spreadsheets read the file as UTF-8. */
export const downloadCsv = (name: string, csv: string): void =>
  download(`${name}.csv`, new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }));
