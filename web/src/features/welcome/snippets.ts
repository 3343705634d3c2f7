/** The line that a shop adds to its pages. */
export const scriptLine = (origin: string): string => `<script defer src="${origin}/t.js"></script>`;

/** One event by hand. */
export const curlLine = (origin: string): string => `curl -i ${origin}/api/events -H 'Content-Type: application/json' \\
  -d '{"userId":"ann","sessionId":"s1","eventType":"PAGE_VIEW","page":"/home"}'`;

export const demoLine = 'DATA_DIR=./demo-data ./scripts/dev --demo';
