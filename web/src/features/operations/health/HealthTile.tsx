import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import { Spark } from '../../../components/Spark';

interface HealthTileProps {
  /** Names the value to tests. */
  id: string;
  label: string;
  value: string;
  note: string;
  /** The value in the last hour, as far as it is known; undefined for one that nobody samples. */
  points?: readonly number[];
  /** Whether somebody should look at it. */
  isBad?: boolean;
  /** Where what it counts is. */
  to?: string;
}

/** One number of the pipeline's health, with its last hour. */
export const HealthTile = ({ id, label, value, note, points, isBad = false, to }: HealthTileProps) => (
  <Paper sx={{ p: { xs: 3, sm: 4 }, minWidth: 0 }}>
    <Typography variant="caption" color="textSecondary" component="div" noWrap title={label}>{label}</Typography>
    <Box sx={{ display: 'flex', flexDirection: { xs: 'column', sm: 'row' }, alignItems: { sm: 'center' }, columnGap: 2, justifyContent: 'space-between' }}>
      <Typography component="div" data-tile={id} noWrap title={value} color={isBad ? 'error' : 'textPrimary'} sx={{ fontSize: { xs: 20, sm: 28 }, fontWeight: 600, lineHeight: { xs: '32px', sm: '38px' } }}>
        {value}
      </Typography>
      {points && <Box sx={{ height: 28, mt: 0.5, flexShrink: 1, minWidth: 0, overflow: 'hidden' }}>{points.length > 1 && <Spark values={points} />}</Box>}
    </Box>
    <Typography variant="caption" color="textSecondary" component="div">
      {to === undefined ? note : <Link component={RouterLink} to={to}>{note}</Link>}
    </Typography>
  </Paper>
);
