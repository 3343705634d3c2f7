import IconButton from '@mui/material/IconButton';
import type { ReactNode } from 'react';

interface IconActionProps {
  /** Shown when the pointer rests on it. */
  title: string;
  /** What screen readers say: the title, with what it is for where a page has several. */
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

export const IconAction = ({ title, label, onClick, disabled = false, children }: IconActionProps) => (
  <IconButton size="small" title={title} aria-label={label} onClick={onClick} disabled={disabled} disableRipple>{children}</IconButton>
);
