import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { visuallyHidden } from '@mui/utils';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, Link as RouterLink, useLocation } from 'react-router';
import { useShop } from '../lib/shop';
import { useMe } from '../lib/useMe';
import { FrameMenus } from './FrameMenus';
import { pages } from './pages';
import { SignOut } from './SignOut';
import { PageBoundary } from './PageBoundary';

/** The bar with the shop's name and the ways to the pages, and the page beneath it. */
export const Frame = () => {
  const { t } = useTranslation();
  const { config } = useShop();
  const { pathname } = useLocation();
  const { data: me } = useMe();
  const current = pages.find(({ path }) => pathname.startsWith(path));
  const title = current ? `${t(`frame.${current.name}`)} · ${config.shop}` : config.shop;
  const ways = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = title;
    ways.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [title, me]);

  return (
    <>
      <Link href="#content" sx={{ ...visuallyHidden, '&:focus': { position: 'fixed', left: 16, top: 8, width: 'auto', height: 'auto', clip: 'auto', p: 2, bgcolor: 'background.paper', zIndex: 2000 } }}>
        {t('frame.skip')}
      </Link>
      <Box component="header" sx={{ bgcolor: 'background.paper', borderBottom: '1px solid', borderColor: 'divider' }}>
        <Box sx={{ maxWidth: 1440, mx: 'auto', px: { xs: 4, md: 6 }, display: 'flex', alignItems: 'center', columnGap: 4, flexWrap: { xs: 'wrap', md: 'nowrap' } }}>
          <Link component={RouterLink} to="/" underline="none" color="text.primary" sx={{ display: 'flex', alignItems: 'center', gap: 2, py: 3, fontWeight: 600 }}>
            <Box component="img" src="/favicon.svg" alt="" sx={{ width: 22, height: 22 }} />
            {config.shop}
          </Link>
          <Box ref={ways} component="nav" aria-label={t('frame.pages')} sx={{ display: 'flex', gap: 1, overflowX: 'auto', order: { xs: 3, md: 0 }, width: { xs: '100%', md: 'auto' }, mx: { xs: -2, md: 0 } }}>
            {pages.filter(({ name }) => name === 'operations' ? me?.isOperator : name !== 'addEvent' || !me?.isSignedIn).map(({ name, path }) => {
              const isCurrent = pathname.startsWith(path);
              return (
                <Link
                  key={name} component={RouterLink} to={path} underline="none" aria-current={isCurrent ? 'page' : undefined}
                  sx={{
                    px: 2.5, py: 1.5, borderRadius: '8px', whiteSpace: 'nowrap', mb: { xs: 2, md: 0 },
                    color: isCurrent ? 'text.primary' : 'text.secondary', bgcolor: isCurrent ? 'background.default' : 'transparent',
                    fontWeight: isCurrent ? 600 : 400, '&:hover': { color: 'text.primary' },
                  }}
                >
                  {t(`frame.${name}`)}
                </Link>
              );
            })}
          </Box>
          <Box sx={{ ml: 'auto', display: 'flex', alignItems: 'center' }}><FrameMenus />{me?.isSignedIn && <SignOut />}</Box>
        </Box>
      </Box>
      <Box component="main" id="content" tabIndex={-1} sx={{ maxWidth: 1440, mx: 'auto', px: { xs: 4, md: 6 }, py: 4, outline: 0 }}>
        <PageBoundary key={pathname}><Outlet /></PageBoundary>
      </Box>
    </>
  );
};
