import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** Said beside the title, in grey. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** In pixels, so that nothing moves while numbers arrive. */
  minHeight?: number;
}

/** A card with a heading. */
export const Panel = ({ title, note, actions, children, minHeight }: PanelProps) => {
  const id = useId();
  return (
    <Paper
      component="section" aria-labelledby={id}
      sx={{ p: 4, minHeight, minWidth: 0, height: '100%', display: 'flex', flexDirection: 'column' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 32, mb: 2, flexWrap: 'wrap' }}>
        <Typography id={id} variant="h2">{title}</Typography>
        {note && <Typography variant="caption" color="textSecondary" sx={{ order: { xs: 3, sm: 0 }, width: { xs: '100%', sm: 'auto' } }}>{note}</Typography>}
        <Box sx={{ ml: 'auto', display: 'flex', alignItems: 'center', gap: 1, minWidth: 0 }}>{actions}</Box>
      </Box>
      <Box sx={{ flex: 1, minHeight: 0, minWidth: 0 }}>{children}</Box>
    </Paper>
  );
};
