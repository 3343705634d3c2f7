/** Polls until something holds; fails with what was waited for. */
export const until = async (what: string, holds: () => Promise<boolean> | boolean, milliseconds = 30_000): Promise<void> => {
  const deadline = Date.now() + milliseconds;
  while (!await holds()) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${milliseconds / 1_000} s for ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
