import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { needsSignIn, signInAddress } from '../lib/signIn';

/** For a failure that signing in mends: the way there, in another tab, so that what is typed here stays. */
export const SignIn = ({ error }: { error: unknown }) => {
  const { t } = useTranslation();
  return needsSignIn(error) && (
    <Button href={signInAddress(error.details.server)} target="_blank" variant="outlined">{t('frame.signIn')}</Button>
  );
};
