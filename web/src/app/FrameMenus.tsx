import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useColorScheme } from '@mui/material/styles';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SunMoonIcon } from '../components/icons';
import { changeLanguage, languageNames, languages } from '../lib/i18n';

const schemes = ['light', 'dark', 'system'] as const;

interface Choice {
  id: string;
  name: string;
  lang?: string;
  isChosen: boolean;
  choose: () => void;
}

const ChoiceMenu = ({ choices, children }: { choices: Choice[]; children: (open: (at: HTMLElement) => void, isOpen: boolean) => ReactElement }) => {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      {children(setAnchor, anchor !== null)}
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {choices.map(({ id, name, lang, isChosen, choose }) => (
          <MenuItem key={id} dense lang={lang} selected={isChosen} onClick={() => { setAnchor(null); choose(); }}>{name}</MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** The reader's language, and light or dark. */
export const FrameMenus = () => {
  const { t, i18n } = useTranslation();
  const { mode, setMode } = useColorScheme();
  return (
    <>
      <ChoiceMenu
        choices={languages.map((language) => ({
          id: language, name: languageNames[language], lang: language, isChosen: i18n.language === language,
          choose: () => void changeLanguage(language),
        }))}
      >
        {(open, isOpen) => (
          <Button color="inherit" aria-haspopup="menu" aria-expanded={isOpen} aria-label={t('frame.language')} onClick={(event) => open(event.currentTarget)} sx={{ minWidth: 36 }}>
            {i18n.language.toUpperCase()}
          </Button>
        )}
      </ChoiceMenu>
      <ChoiceMenu
        choices={schemes.map((scheme) => ({
          id: scheme, name: t(`frame.${scheme}`), isChosen: mode === scheme, choose: () => setMode(scheme),
        }))}
      >
        {(open, isOpen) => (
          <IconButton color="inherit" aria-haspopup="menu" aria-expanded={isOpen} aria-label={t('frame.theme')} onClick={(event) => open(event.currentTarget)}>
            <SunMoonIcon fontSize="small" />
          </IconButton>
        )}
      </ChoiceMenu>
    </>
  );
};
