import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../components/errorText';
import { SignIn } from '../../components/SignIn';
import { ApiError } from '../../lib/apiError';

/** Why something that was asked for was not done. What is typed stays, so that it can be mended. */
export const Refusal = ({ error }: { error: Error | null }) => {
  const { t } = useTranslation(['translation', 'operations']);
  if (!error) {
    return null;
  }
  // These routes exist: a 404 speaks of what the request named.
  const serverMessage = error instanceof ApiError && error.kind === 'notFound' ? error.details.serverMessage : undefined;
  return (
    <Typography role="alert" color="error" sx={{ overflowWrap: 'anywhere' }}>
      {serverMessage === undefined ? errorText(error, t) : t('errors.refused', { reason: serverMessage })} <SignIn error={error} />
    </Typography>
  );
};
