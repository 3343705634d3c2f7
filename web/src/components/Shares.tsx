import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';

export interface Share {
  name: string;
  /** As the reader writes it. */
  value: string;
  share: string;
  /** 0 to 1, of the longest. */
  length: number;
}

/** Few parts, each a bar that is labelled directly, so that no colour has to be looked up. */
export const Shares = ({ shares }: { shares: readonly Share[] }) => {
  const { vars } = useTheme();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 3 }}>
      {shares.map(({ name, value, share, length }, index) => (
        <Box component="li" key={name} sx={{ minWidth: 0 }}>
          <Box sx={{ display: 'flex', gap: 2, mb: 1 }}>
            <Typography noWrap title={name} sx={{ mr: 'auto' }}>{name}</Typography>
            <Typography>{value}</Typography>
            <Typography color="textSecondary" sx={{ minWidth: 56, textAlign: 'right' }}>{share}</Typography>
          </Box>
          <Box sx={{ height: 8, borderRadius: '4px', bgcolor: 'divider' }}>
            <Box
              style={{ width: `${(length * 100).toFixed(2)}%` }}
              sx={{ height: 8, borderRadius: '4px', background: vars?.palette.categories[index] ?? vars?.palette.before }}
            />
          </Box>
        </Box>
      ))}
    </Box>
  );
};
