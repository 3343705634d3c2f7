import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { visuallyHidden } from '@mui/utils';
import { useTranslation } from 'react-i18next';
import { Navigate, Link as RouterLink, useLocation, useParams } from 'react-router';
import { BehaviourTab } from './BehaviourTab';
import { ProductsTab } from './ProductsTab';
import { RevenueTab } from './RevenueTab';
import { SearchTab } from './SearchTab';
import { Toolbar } from './Toolbar';
import { TrafficTab } from './TrafficTab';
import { rangeOnly } from './tabLinks';

const tabs = { traffic: TrafficTab, search: SearchTab, products: ProductsTab, revenue: RevenueTab, behaviour: BehaviourTab };
type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

export const DashboardPage = () => {
  const { t } = useTranslation();
  const { tab = '' } = useParams();
  const { search } = useLocation();
  const client = useQueryClient();
  const isRefreshing = useIsFetching({ queryKey: ['report'] }) > 0;
  if (!(tab in tabs)) {
    return <Navigate to={`/dashboard/traffic${search}`} replace />;
  }
  const current = tab as TabName;
  const Content = tabs[current];
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box component="h1" sx={visuallyHidden}>{t(`tabs.${current}`)}</Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, flexWrap: { xs: 'wrap-reverse', md: 'wrap' } }}>
        <Box component="nav" aria-label={t('dashboard.tabs')} sx={{ display: 'flex', gap: 1, overflowX: 'auto', mr: 'auto', maxWidth: '100%' }}>
          {tabNames.map((name) => (
            <Link
              key={name} component={RouterLink} to={`/dashboard/${name}${rangeOnly(search)}`} underline="none"
              aria-current={name === current ? 'page' : undefined}
              sx={{
                px: 3, py: 2, whiteSpace: 'nowrap', color: name === current ? 'text.primary' : 'text.secondary', fontWeight: name === current ? 600 : 400,
                borderBottom: '2px solid', borderColor: name === current ? 'primary.main' : 'transparent',
              }}
            >
              {t(`tabs.${name}`)}
            </Link>
          ))}
        </Box>
        <Toolbar isRefreshing={isRefreshing} onRefresh={() => void client.invalidateQueries({ queryKey: ['report'] })} />
      </Box>
      <Content />
    </Box>
  );
};
