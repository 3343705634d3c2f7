import type { ChartsLocalizationProviderProps } from '@mui/x-charts/ChartsLocalizationProvider';
import type { Theme } from '@mui/material/styles';

/** Axes and grid in the tokens of the theme. */
export const chartStyles = (vars: Theme['vars'] | undefined) => ({
  '& .MuiChartsGrid-line': { stroke: vars?.palette.divider },
  '& .MuiChartsAxis-line': { stroke: vars?.palette.divider },
});

export const tickLabels = (vars: Theme['vars'] | undefined) => ({ fontSize: 12, fill: vars?.palette.text.secondary });

/** What screen readers say of a point: its name and its value, in no language of the library's. */
export const chartTexts: ChartsLocalizationProviderProps['localeText'] = {
  lineDescription: ({ seriesLabel = '', formattedXValue, formattedYValue }) => `${seriesLabel}, ${formattedXValue}: ${formattedYValue}`,
  barDescription: ({ formattedCategoryValue, formattedValue }) => `${formattedCategoryValue}: ${formattedValue}`,
};
