import type { Theme } from '@mui/material/styles';

/** Axes and grid in the tokens of the theme. */
export const chartStyles = (vars: Theme['vars'] | undefined) => ({
  '& .MuiChartsGrid-line': { stroke: vars?.palette.divider },
  '& .MuiChartsAxis-tickLabel': { fill: vars?.palette.text.secondary },
  '& .MuiChartsAxis-line': { stroke: vars?.palette.divider },
});
