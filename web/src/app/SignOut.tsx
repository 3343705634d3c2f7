import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';

export const SignOut = () => (
  <form method="post" action="/api/sign-out"><Button type="submit" color="inherit">{useTranslation().t('frame.signOut')}</Button></form>
);
