import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { Frame } from './Frame';
import { Home } from './Home';
import { NotFound } from './NotFound';

const page = <Name extends string>(name: Name, load: () => Promise<Record<Name, ComponentType>>) =>
  async () => ({ Component: (await load())[name] });

/** Every page is a chunk of its own. */
export const createRouter = () => createBrowserRouter([
  {
    element: <Frame />,
    children: [
      { path: '/', element: <Navigate to="/dashboard/traffic" replace /> },
      { path: '/dashboard/:tab?', element: <Home /> },
      { path: '/now', lazy: page('NowPage', () => import('../features/now/NowPage')) },
      { path: '/journeys', lazy: page('JourneysPage', () => import('../features/journeys/JourneysPage')) },
      { path: '/add-event', lazy: page('AddEventPage', () => import('../features/addEvent/AddEventPage')) },
      { path: '*', element: <NotFound /> },
    ],
  },
]);
