import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon, CopyIcon } from '../../components/icons';
import { Panel } from '../../components/Panel';

/** Something to copy. */
export const Snippet = ({ title, text, code }: { title: string; text: string; code: string }) => {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(code).then(() => setCopied(true));
  return (
    <Panel
      title={title}
      // Pages without TLS have no clipboard.
      actions={'clipboard' in navigator && <Button color="inherit" startIcon={isCopied ? <CheckIcon /> : <CopyIcon />} onClick={copy}>{t(isCopied ? 'welcome.copied' : 'welcome.copy')}</Button>}
    >
      <Typography color="textSecondary" sx={{ mb: 3 }}>{text}</Typography>
      <Box
        component="pre" tabIndex={0}
        sx={{ m: 0, p: 3, borderRadius: '8px', bgcolor: 'background.default', overflowX: 'auto', fontSize: 13, fontFamily: 'ui-monospace, Menlo, Consolas, monospace' }}
      >
        {code}
      </Box>
    </Panel>
  );
};
