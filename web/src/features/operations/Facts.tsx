import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode } from 'react';

/** Names and their values, one beneath the other; what has no value is left out. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: { xs: '1fr', sm: 'max-content minmax(0, 1fr)' }, columnGap: 6, rowGap: { xs: 0, sm: 1.5 } }}>
    {facts.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([name, value]) => (
      <Fragment key={name}>
        <Typography component="dt" color="textSecondary">{name}</Typography>
        <Typography component="dd" sx={{ m: 0, mb: { xs: 2, sm: 0 }, overflowWrap: 'anywhere' }}>{value}</Typography>
      </Fragment>
    ))}
  </Box>
);
