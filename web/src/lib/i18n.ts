import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type english from '../locales/en.json';

export const languages = ['en', 'fr', 'it', 'hi'] as const;
export type Language = (typeof languages)[number];

/** Each language's own name for itself; the same in every language. */
export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français', it: 'Italiano', hi: 'हिन्दी' };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof english };
  }
}

const storageKey = 'pipeline.language';

const texts: Record<Language, () => Promise<{ default: unknown }>> = {
  en: () => import('../locales/en.json'),
  fr: () => import('../locales/fr.json'),
  it: () => import('../locales/it.json'),
  hi: () => import('../locales/hi.json'),
};

const isLanguage = (value: string | null | undefined): value is Language =>
  (languages as readonly (string | null | undefined)[]).includes(value);

/** The language chosen earlier, else the first of the browser's languages that there is, else English. */
export const preferredLanguage = (stored: string | null, browser: readonly string[]): Language =>
  isLanguage(stored) ? stored : browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

export const changeLanguage = async (language: Language): Promise<void> => {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await texts[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(storageKey, language);
};

export const startI18n = async (): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: 'en', resources: {}, interpolation: { escapeValue: false }, returnNull: false,
  });
  await changeLanguage(preferredLanguage(localStorage.getItem(storageKey), navigator.languages));
};
