import { createTheme } from '@mui/material/styles';

declare module '@mui/material/styles' {
  interface Palette { before: string; track: string; categories: string[] }
  interface PaletteOptions { before?: string; track?: string; categories?: string[] }
}

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Devanagari", "Helvetica Neue", Arial, sans-serif';

/** One accent for this period, a grey for the period before; red only for what needs a person. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#2B69E3', contrastText: '#FFFFFF' },
        warning: { main: '#B45309' },
        error: { main: '#C62828' },
        success: { main: '#1B7F4B' },
        background: { default: '#F7F8FA', paper: '#FFFFFF' },
        divider: '#E5E7EB',
        text: { primary: '#111827', secondary: '#5B6472' },
        before: '#8A94A6',
        track: '#E3ECFD',
        // Okabe and Ito's order for the colour-blind, with the accent first.
        categories: ['#2B69E3', '#E69F00', '#009E73', '#CC79A7', '#8A94A6'],
      },
    },
    dark: {
      palette: {
        primary: { main: '#6EA0FF', contrastText: '#0E1116' },
        warning: { main: '#F0A868' },
        error: { main: '#FF8A80' },
        success: { main: '#6CCB9A' },
        background: { default: '#0E1116', paper: '#161B22' },
        divider: '#2A313C',
        text: { primary: '#E6EAF0', secondary: '#97A1B0' },
        before: '#7C8797',
        track: '#1E2C48',
        categories: ['#6EA0FF', '#F0B429', '#3CC29B', '#E39AC4', '#7C8797'],
      },
    },
  },
  shape: { borderRadius: 10 },
  spacing: 4,
  typography: {
    fontFamily: font,
    fontSize: 14,
    body1: { fontSize: 14, lineHeight: 1.4 },
    body2: { fontSize: 14, lineHeight: 1.4 },
    caption: { fontSize: 12, lineHeight: 1.4 },
    h1: { fontSize: 20, fontWeight: 600, lineHeight: 1.3 },
    h2: { fontSize: 14, fontWeight: 600, lineHeight: 1.4 },
    button: { textTransform: 'none', fontWeight: 400, fontSize: 14 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: { body: { fontVariantNumeric: 'tabular-nums' } },
    },
    MuiPaper: { defaultProps: { elevation: 0, variant: 'outlined' }, styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiButton: { defaultProps: { size: 'small', disableElevation: true }, styleOverrides: { root: { borderRadius: 8 } } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiTableCell: { styleOverrides: { root: { padding: '6px 8px', borderBottom: 0 } } },
  },
});
