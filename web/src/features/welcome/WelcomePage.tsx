import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useShop } from '../../lib/shop';
import { Snippet } from './Snippet';
import { curlLine, demoLine, scriptLine } from './snippets';

/** The greeting of an installation without events: three ways to send the first one. */
export const WelcomePage = () => {
  const { t } = useTranslation();
  const { api } = useShop();
  const web = location.origin;
  const apiOrigin = api.baseUrl === '' ? web : api.baseUrl;
  return (
    <Box sx={{ maxWidth: 760, mx: 'auto', py: { xs: 4, md: 10 }, display: 'grid', gap: 6, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box>
        <Typography variant="h1" sx={{ mb: 2 }}>{t('welcome.title')}</Typography>
        <Typography color="textSecondary">{t('welcome.intro')}</Typography>
      </Box>
      <Snippet title={t('welcome.script')} text={t('welcome.scriptWhy')} code={scriptLine(web, apiOrigin)} />
      <Snippet title={t('welcome.curl')} text={t('welcome.curlWhy')} code={curlLine(apiOrigin)} />
      <Snippet title={t('welcome.demo')} text={t('welcome.demoWhy')} code={demoLine} />
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 3, color: 'text.secondary' }}>
        <Box
          sx={{
            width: 10, height: 10, borderRadius: '50%', bgcolor: 'primary.main', animation: 'wait 1.6s ease-in-out infinite',
            '@keyframes wait': { '50%': { opacity: 0.25 } }, '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
          }}
        />
        <Typography>{t('welcome.waiting')}</Typography>
      </Box>
    </Box>
  );
};
