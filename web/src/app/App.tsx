import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { BrowserRouter } from 'react-router';
import { createApi } from '../lib/api';
import { ApiClient } from '../lib/apiClient';
import type { Deployment } from '../lib/env';
import { createQueryClient } from '../lib/queries';
import { createStyleCache } from './adoptedStyles';
import { ConfiguredShop } from './ConfiguredShop';
import { AppRoutes } from './routes';
import { theme } from './theme';

const styles = createStyleCache();

export const App = ({ deployment }: { deployment: Deployment }) => {
  const api = useMemo(() => createApi(new ApiClient(deployment.apiBaseUrl)), [deployment]);
  const [client] = useState(createQueryClient);
  return (
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
};
