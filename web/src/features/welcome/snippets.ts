/**
 * The line that a shop adds to its pages.
 * @param web where the tracker is
 * @param api where the API is
 */
export const scriptLine = (web: string, api: string): string =>
  `<script defer src="${web}/t.js"${api === web ? '' : ` data-api="${api}"`}></script>`;

/** One event by hand. */
export const curlLine = (api: string): string => `curl -i ${api}/api/events -H 'Content-Type: application/json' \\
  -d '{"userId":"ann","sessionId":"s1","eventType":"PAGE_VIEW","page":"/home"}'`;

export const demoLine = 'DATA_DIR=./demo-data ./scripts/dev --demo';
