import type { ProductReport } from '../../types/api';

export const actionCount = (report: ProductReport, eventType: string): number =>
  report.cartActions.find((action) => action.eventType === eventType)?.count ?? 0;

/** Orders per addition to a cart. */
export const conversionOf = (report: ProductReport): number => {
  const added = actionCount(report, 'ADD_TO_CART');
  return added === 0 ? 0 : actionCount(report, 'ORDER_PLACED') / added;
};
