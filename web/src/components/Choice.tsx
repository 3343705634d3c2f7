import Box from '@mui/material/Box';
import { ChevronDownIcon } from './icons';

interface ChoiceProps<Value extends string> {
  /** Says to screen readers what is chosen here. */
  label: string;
  value: Value;
  options: readonly { value: Value; name: string; lang?: string }[];
  onChoose: (value: Value) => void;
  hasBorder?: boolean;
}

/** One of a few: the browser's own list, which every keyboard, phone and screen reader knows. */
export const Choice = <Value extends string>({ label, value, options, onChoose, hasBorder = false }: ChoiceProps<Value>) => (
  <Box component="span" sx={{ position: 'relative', display: 'inline-flex', alignItems: 'center', maxWidth: '100%' }}>
    <Box
      component="select" aria-label={label} value={value} onChange={(event) => onChoose(event.target.value as Value)}
      sx={{
        appearance: 'none', flex: 1, minWidth: 0, textOverflow: 'ellipsis', font: 'inherit', color: 'text.primary', cursor: 'pointer', py: 1.5, pl: 2.5, pr: 7, borderRadius: '8px',
        border: '1px solid', borderColor: hasBorder ? 'divider' : 'transparent', bgcolor: 'background.paper', '&:hover': { borderColor: 'text.secondary' },
      }}
    >
      {options.map((option) => <option key={option.value} value={option.value} lang={option.lang}>{option.name}</option>)}
    </Box>
    <ChevronDownIcon sx={{ position: 'absolute', right: 8, fontSize: 18, pointerEvents: 'none', color: 'text.secondary' }} />
  </Box>
);
