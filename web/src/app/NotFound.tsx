import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Empty } from '../components/States';

export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <Empty height={400}>
      {t('frame.notFound')} <Link component={RouterLink} to="/dashboard/traffic">{t('frame.toDashboard')}</Link>
    </Empty>
  );
};
