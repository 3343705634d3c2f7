import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Spark } from './Spark';

export const tileHeight = 104;

/** More than that are noise on so little room. */
const mostSparkDays = 92;

interface TileProps {
  label: string;
  value: string;
  /** How it changed, in words. */
  change?: ReactNode;
  /** The value's shape over time. */
  spark?: readonly number[];
  /** Names the value to tests and to scripts. */
  id: string;
}

/** A number first, its change second, its shape third. */
export const Tile = ({ label, value, change, spark, id }: TileProps) => (
  <Paper sx={{ p: { xs: 3, sm: 4 }, height: tileHeight, minWidth: 0, overflow: 'hidden', position: 'relative' }}>
    <Typography variant="caption" color="textSecondary" noWrap component="div" title={label}>{label}</Typography>
    <Typography
      component="div" data-tile={id} noWrap title={value}
      sx={{ fontSize: { xs: 20, sm: 28 }, fontWeight: 600, lineHeight: { xs: '32px', sm: '38px' } }}
    >
      {value}
    </Typography>
    <Typography variant="caption" color="textSecondary" component="div" noWrap>{change}</Typography>
    {spark && spark.length > 1 && spark.length <= mostSparkDays && (
      <Box sx={{ position: 'absolute', right: 16, top: 16, width: 72, height: 28, display: { xs: 'none', md: 'block' } }}><Spark values={spark} /></Box>
    )}
  </Paper>
);

/** Tiles side by side; two by two on a phone. */
export const Tiles = ({ children }: { children: ReactNode }) => (
  <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(auto-fit, minmax(0, 1fr))' } }}>
    {children}
  </Box>
);
