import TextField from '@mui/material/TextField';
import { useCallback, useEffect, useState } from 'react';
import { useDelayed } from '../../lib/useDelayed';

interface TextFilterProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
}

const typingPause = 300;

/** Narrows a list to a text as soon as somebody stops typing. */
export const TextFilter = ({ label, value, onChange }: TextFilterProps) => {
  // Undefined while nobody types: then it shows the filter, whoever has set it.
  const [typed, setTyped] = useState<string>();
  const settled = useDelayed(typed, typingPause);
  const apply = useCallback(() => {
    if (typed !== undefined && typed.trim() !== value) {
      onChange(typed.trim());
    }
  }, [typed, value, onChange]);
  useEffect(() => {
    if (settled === typed) {
      apply();
    }
  }, [settled, typed, apply]);
  return (
    <TextField
      label={label} value={typed ?? value} type="search" onChange={(event) => setTyped(event.target.value)}
      onBlur={() => { apply(); setTyped(undefined); }} sx={{ flex: { xs: '1 0 100%', sm: '0 1 260px' } }}
    />
  );
};
