/** Tells whether an answer has the shape that the code behind it relies on. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const number: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
export const instant: Shape = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
export const anything: Shape = () => true;

/** The member may be absent or null. */
export const optional = (shape: Shape): Shape => (value) => value === undefined || value === null || shape(value);

export const list = (shape: Shape): Shape => (value) => Array.isArray(value) && value.every(shape);

/** An object with these members; it may have more. */
export const object = (members: Record<string, Shape>): Shape => (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
  && Object.entries(members).every(([name, shape]) => shape((value as Record<string, unknown>)[name]));
