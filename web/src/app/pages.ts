/** The ways in the bar at the top, in their order. */
export const pages = [
  { name: 'dashboard', path: '/dashboard' },
  { name: 'now', path: '/now' },
  { name: 'journeys', path: '/journeys' },
  { name: 'addEvent', path: '/add-event' },
  { name: 'operations', path: '/operations' },
] as const;
