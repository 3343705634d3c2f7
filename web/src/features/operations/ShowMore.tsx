import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';

interface ShowMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** Brings a list's next page, if there is one. */
export const ShowMore = ({ query }: ShowMoreProps) => {
  const { t } = useTranslation('operations');
  return query.hasNextPage && (
    <Box sx={{ display: 'grid', placeItems: 'center', mt: 3 }}>
      <Button variant="outlined" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('lists.more')}</Button>
    </Box>
  );
};
