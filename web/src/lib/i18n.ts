import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type english from '../locales/en.json';
import type operations from '../locales/operations/en.json';

export const languages = ['en', 'fr', 'it', 'hi'] as const;
export type Language = (typeof languages)[number];

/** Each language's own name for itself; the same in every language. */
export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français', it: 'Italiano', hi: 'हिन्दी' };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof english; operations: typeof operations };
  }
}

const storageKey = 'pipeline.language';

export type Loaders = Record<Language, () => Promise<{ default: unknown }>>;

const parts = new Map<string, Loaders>([['translation', {
  en: () => import('../locales/en.json'),
  fr: () => import('../locales/fr.json'),
  it: () => import('../locales/it.json'),
  hi: () => import('../locales/hi.json'),
}]]);

const load = async (part: string, loaders: Loaders, language: Language): Promise<void> => {
  if (!i18next.hasResourceBundle(language, part)) {
    i18next.addResourceBundle(language, part, (await loaders[language]()).default);
  }
};

/** Adds texts that only some pages need: in the current language now, and in every other one when it is chosen. */
export const addTexts = async (part: string, loaders: Loaders): Promise<void> => {
  parts.set(part, loaders);
  await load(part, loaders, i18next.language as Language);
};

const isLanguage = (value: string | null | undefined): value is Language =>
  (languages as readonly (string | null | undefined)[]).includes(value);

/** The language chosen earlier, else the first of the browser's languages that there is, else English. */
export const preferredLanguage = (stored: string | null, browser: readonly string[]): Language =>
  isLanguage(stored) ? stored : browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

export const changeLanguage = async (language: Language): Promise<void> => {
  await Promise.all([...parts].map(([part, loaders]) => load(part, loaders, language)));
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
