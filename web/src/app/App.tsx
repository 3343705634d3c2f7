import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import type { Api } from '../lib/api';
import { createStyleCache } from './adoptedStyles';
import { ConfiguredShop } from './ConfiguredShop';
import { AppRoutes } from './routes';
import { theme } from './theme';

const styles = createStyleCache();

export const App = ({ api, client }: { api: Api; client: QueryClient }) => (
  <CacheProvider value={styles}>
    <ThemeProvider theme={theme} defaultMode="system">
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={client}>
        <ConfiguredShop api={api}>
          {/* Without transitions an address changes at once, so that a filter shows what is being typed into it. */}
          <BrowserRouter useTransitions={false}><AppRoutes /></BrowserRouter>
        </ConfiguredShop>
      </QueryClientProvider>
    </ThemeProvider>
  </CacheProvider>
);
