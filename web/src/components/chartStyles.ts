import type { Theme } from '@mui/material/styles';

/** Axes and grid in the tokens of the theme. */
export const chartStyles = (vars: Theme['vars'] | undefined) => ({
  '& .MuiChartsGrid-line': { stroke: vars?.palette.divider },
  '& .MuiChartsAxis-line': { stroke: vars?.palette.divider },
});

export const tickLabels = (vars: Theme['vars'] | undefined) => ({ fontSize: 12, fill: vars?.palette.text.secondary });
