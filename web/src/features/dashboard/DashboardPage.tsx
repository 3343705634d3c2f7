import { useQueryClient } from '@tanstack/react-query';
import Box from '@mui/material/Box';
import { visuallyHidden } from '@mui/utils';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useParams } from 'react-router';
import { BehaviourTab } from './BehaviourTab';
import { ProductsTab } from './ProductsTab';
import { RevenueTab } from './RevenueTab';
import { SearchTab } from './SearchTab';
import { TabLinks } from './TabLinks';
import { Toolbar } from './Toolbar';
import { TrafficTab } from './TrafficTab';

const tabs = { traffic: TrafficTab, search: SearchTab, products: ProductsTab, revenue: RevenueTab, behaviour: BehaviourTab };
type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

export const DashboardPage = () => {
  const { t } = useTranslation();
  const { tab = '' } = useParams();
  const { search } = useLocation();
  const client = useQueryClient();
  if (!(tab in tabs)) {
    return <Navigate to={`/dashboard/traffic${search}`} replace />;
  }
  const current = tab as TabName;
  const Content = tabs[current];
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box component="h1" sx={visuallyHidden}>{t(`tabs.${current}`)}</Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, flexWrap: { xs: 'wrap-reverse', md: 'wrap' } }}>
        <TabLinks names={tabNames} current={current} />
        <Toolbar onRefresh={() => void client.invalidateQueries({ queryKey: ['report'] })} />
      </Box>
      <Content />
    </Box>
  );
};
