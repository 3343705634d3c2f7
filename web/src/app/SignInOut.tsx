import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { SignIn } from '../components/SignIn';
import { useShop } from '../lib/shop';

/** The way to sign in for those who have to, and out for those who have. */
export const SignInOut = ({ signIn }: { signIn: 'in' | 'out' | 'none' }) => {
  const { t } = useTranslation();
  const { baseUrl } = useShop().api;
  return signIn === 'out' ? <SignIn /> : signIn === 'in' && (
    <form method="post" action={`${baseUrl}/api/sign-out`}><Button type="submit" color="inherit">{t('frame.signOut')}</Button></form>
  );
};
