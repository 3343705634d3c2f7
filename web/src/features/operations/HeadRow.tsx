import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';

/** The names of a table's columns, quieter than what stands beneath them. */
export const HeadRow = ({ children }: { children: ReactNode }) => (
  <TableRow sx={{ '& > th': { color: 'text.secondary', fontSize: 12 } }}>{children}</TableRow>
);
