import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';

/** Leads to the sign-in page of the server, and from there back to where the reader is. */
export const SignIn = () => (
  <Button href={`/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`} variant="outlined">{useTranslation().t('frame.signIn')}</Button>
);
