import { object, optional, text } from './shape';

/** What the place where the web is deployed says about itself, in `/config.json`. */
export interface Deployment {
  /** Where the API is, without a slash at the end; empty when it is where the web is. */
  apiBaseUrl: string;
}

const shape = object({ apiBaseUrl: optional(text) });

/** A deployment without the file has its API at the same origin. A file that is no JSON is a fault of the deployment. */
export const loadDeployment = async (): Promise<Deployment> => {
  const response = await fetch('/config.json');
  if (response.status === 404) {
    return { apiBaseUrl: '' };
  }
  const value: unknown = await response.json();
  if (!response.ok || !shape(value)) {
    throw new Error('config.json is not what it should be.');
  }
  return { apiBaseUrl: ((value as Partial<Deployment>).apiBaseUrl ?? '').replace(/\/+$/, '') };
};
