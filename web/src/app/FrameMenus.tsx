import { useColorScheme } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Choice } from '../components/Choice';
import { changeLanguage, languageNames, languages, type Language } from '../lib/i18n';

const schemes = ['light', 'dark', 'system'] as const;

/** The reader's language, and light or dark. */
export const FrameMenus = () => {
  const { t, i18n } = useTranslation();
  const { mode = 'system', setMode } = useColorScheme();
  return (
    <>
      <Choice
        label={t('frame.language')} value={i18n.language as Language} onChoose={(language) => void changeLanguage(language)}
        options={languages.map((language) => ({ value: language, name: languageNames[language], lang: language }))}
      />
      <Choice
        label={t('frame.theme')} value={mode} onChoose={setMode}
        options={schemes.map((scheme) => ({ value: scheme, name: t(`frame.${scheme}`) }))}
      />
    </>
  );
};
