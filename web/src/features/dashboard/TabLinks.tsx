import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useLocation } from 'react-router';
import { rangeOnly } from './rangeOnly';

interface TabLinksProps<Name extends string> {
  names: readonly Name[];
  current: Name;
}

/** The ways to the tabs, in a row that scrolls on a phone. */
export const TabLinks = <Name extends 'traffic' | 'search' | 'products' | 'revenue' | 'behaviour'>({ names, current }: TabLinksProps<Name>) => {
  const { t } = useTranslation();
  const { search } = useLocation();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    row.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <Box ref={row} component="nav" aria-label={t('dashboard.tabs')} sx={{ display: 'flex', gap: 1, overflowX: 'auto', mr: 'auto', maxWidth: '100%' }}>
      {names.map((name) => {
        const isCurrent = name === current;
        return (
          <Link
            key={name} component={RouterLink} to={`/dashboard/${name}${rangeOnly(search)}`} underline="none" aria-current={isCurrent ? 'page' : undefined}
            sx={{
              px: 3, py: 2, whiteSpace: 'nowrap', color: isCurrent ? 'text.primary' : 'text.secondary', fontWeight: isCurrent ? 600 : 400,
              borderBottom: '2px solid', borderColor: isCurrent ? 'primary.main' : 'transparent',
            }}
          >
            {t(`tabs.${name}`)}
          </Link>
        );
      })}
    </Box>
  );
};
