import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DashboardConfig } from '../types/api';
import type { Api } from './api';
import { formatOf, type Format } from './format';
import { dayOf, type Day } from './zonedDays';

interface Shop {
  api: Api;
  config: DashboardConfig;
}

const ShopContext = createContext<Shop | undefined>(undefined);

export const ShopProvider = ({ api, config, children }: Shop & { children: ReactNode }) => {
  const shop = useMemo(() => ({ api, config }), [api, config]);
  return <ShopContext value={shop}>{children}</ShopContext>;
};

/** The API and what it says about the shop. */
export const useShop = (): Shop => {
  const shop = useContext(ShopContext);
  if (!shop) {
    throw new Error('useShop needs a ShopProvider above it.');
  }
  return shop;
};

export const useFormat = (): Format => {
  const { config } = useShop();
  const { i18n } = useTranslation();
  return formatOf(i18n.language, config.currency, config.timeZone);
};

/** The current day of the reporting zone; changes while the page is open over midnight. */
export const useToday = (): Day => {
  const { timeZone } = useShop().config;
  const [today, setToday] = useState(() => dayOf(Date.now(), timeZone));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayOf(Date.now(), timeZone)), 30_000);
    return () => clearInterval(timer);
  }, [timeZone]);
  return today;
};
