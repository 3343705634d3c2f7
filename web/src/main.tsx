import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { loadDeployment } from './lib/env';
import { startI18n } from './lib/i18n';

const root = document.getElementById('root');
if (!root) {
  throw new Error('The page has no place for the dashboard.');
}

const [deployment] = await Promise.all([loadDeployment(), startI18n()]);
createRoot(root).render(<StrictMode><App deployment={deployment} /></StrictMode>);
