import { createTracker } from './core';

const script = document.currentScript as HTMLScriptElement | null;
if (script) {
  createTracker(script, window);
}
