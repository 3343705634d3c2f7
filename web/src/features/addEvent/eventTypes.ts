/** The types that shops usually send, in groups. Any other type may be typed in. */
export const eventGroups = {
  page: ['PAGE_VIEW', 'SCROLL_DEPTH', 'PAGE_LEAVE'],
  search: ['SEARCH', 'SEARCH_RESULT_CLICK', 'FILTER_APPLIED'],
  cart: ['ADD_TO_CART', 'REMOVE_FROM_CART', 'CART_VIEW'],
  product: ['PRODUCT_VIEW', 'PRODUCT_REVIEW', 'ADD_TO_WISHLIST'],
  checkout: ['CHECKOUT_START', 'PAYMENT_INFO_ADDED', 'ORDER_PLACED', 'ORDER_CANCELLED'],
  account: ['SIGN_UP', 'LOGIN', 'LOGOUT'],
  marketing: ['COUPON_APPLIED', 'NEWSLETTER_SIGN_UP', 'BANNER_CLICK'],
  interaction: ['BUTTON_CLICK', 'VIDEO_PLAY', 'SHARE'],
  error: ['CLIENT_ERROR', 'PAYMENT_FAILED'],
} as const;

export type EventGroup = keyof typeof eventGroups;

const groupNames = Object.keys(eventGroups) as EventGroup[];

export const eventTypes: readonly string[] = groupNames.flatMap((group) => eventGroups[group]);

export const groupOf = (eventType: string): EventGroup =>
  groupNames.find((group) => (eventGroups[group] as readonly string[]).includes(eventType)) ?? 'interaction';
