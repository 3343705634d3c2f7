import type { Plugin } from 'vite';

export const contentSecurityPolicy: string;
export const demoFallback: () => Plugin;
