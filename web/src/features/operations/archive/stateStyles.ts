/** How each state looks, by the attribute `data-state`: red only for what needs a person. */
export const stateStyles = {
  '& [data-state]': { border: '1px solid', borderColor: 'transparent', color: 'text.primary' },
  '& [data-state="hot"]': { borderColor: 'before' },
  '& [data-state="sealed"]': { borderStyle: 'dashed', borderColor: 'primary.main', color: 'primary.main' },
  '& [data-state="archived"]': { bgcolor: 'track' },
  '& [data-state="late"]': { bgcolor: 'track', border: '2px solid', borderColor: 'warning.main' },
  '& [data-state="damaged"]': { bgcolor: 'error.main', color: 'error.contrastText', fontWeight: 600 },
};
