import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Frame } from './Frame';
import { Home } from './Home';
import { NotFound } from './NotFound';

// Every page is a chunk of its own.
const NowPage = lazy(() => import('../features/now/NowPage').then(({ NowPage: page }) => ({ default: page })));
const JourneysPage = lazy(() => import('../features/journeys/JourneysPage').then(({ JourneysPage: page }) => ({ default: page })));
const AddEventPage = lazy(() => import('../features/addEvent/AddEventPage').then(({ AddEventPage: page }) => ({ default: page })));
const OperationsPage = lazy(() => import('../features/operations/OperationsPage').then(({ loadOperations }) => loadOperations()));

export const AppRoutes = () => (
  <Routes>
    <Route element={<Frame />}>
      <Route path="/" element={<Navigate to="/dashboard/traffic" replace />} />
      <Route path="/dashboard/:tab?" element={<Home />} />
      <Route path="/now" element={<NowPage />} />
      <Route path="/journeys" element={<JourneysPage />} />
      <Route path="/add-event" element={<AddEventPage />} />
      <Route path="/operations/*" element={<OperationsPage />} />
      <Route path="*" element={<NotFound />} />
    </Route>
  </Routes>
);
