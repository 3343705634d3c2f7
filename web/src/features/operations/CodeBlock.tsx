import Box from '@mui/material/Box';

/** A text from outside, shown as it is and never interpreted. */
export const CodeBlock = ({ label, children }: { label: string; children: string }) => (
  <Box
    component="pre" tabIndex={0} role="region" aria-label={label}
    sx={{ m: 0, p: 3, maxHeight: 360, overflow: 'auto', borderRadius: '8px', bgcolor: 'background.default', fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
  >
    {children}
  </Box>
);
