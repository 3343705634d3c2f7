import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { configQuery } from './app/configQuery';
import { loadDashboard } from './app/Home';
import { createApi } from './lib/api';
import { ApiClient } from './lib/apiClient';
import { loadDeployment } from './lib/env';
import { startI18n } from './lib/i18n';
import { createQueryClient } from './lib/queries';

const outlineMilliseconds = 2_000;

const root = document.getElementById('root');
if (!root) {
  throw new Error('The page has no place for the dashboard.');
}

// Texts, configuration and the page that most people open are on their way together, not one after the other.
const texts = startI18n();
if (/^\/(dashboard|$)/.test(location.pathname)) {
  void loadDashboard();
}
const api = createApi(new ApiClient((await loadDeployment()).apiBaseUrl));
const client = createQueryClient();
// A failure is said, and tried again, by the page; until then, or for a while, the outline in index.html is enough.
const configured = client.query(configQuery(api)).catch(() => undefined);
await Promise.all([texts, Promise.race([configured, new Promise((resolve) => setTimeout(resolve, outlineMilliseconds))])]);
createRoot(root).render(<StrictMode><App api={api} client={client} /></StrictMode>);
