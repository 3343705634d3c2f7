import type { Loaders } from '../../lib/i18n';

/** The texts of these pages; readers of reports never load them. */
export const texts: Loaders = {
  en: () => import('../../locales/operations/en.json'),
  fr: () => import('../../locales/operations/fr.json'),
  it: () => import('../../locales/operations/it.json'),
  hi: () => import('../../locales/operations/hi.json'),
};
