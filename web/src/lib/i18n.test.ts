import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './i18n';

describe('preferredLanguage', () => {
  it('takes what was chosen, else the first known language of the browser, else English', () => {
    expect(preferredLanguage('it', ['fr'])).toBe('it');
    expect(preferredLanguage(null, ['de-DE', 'hi-IN', 'fr'])).toBe('hi');
    expect(preferredLanguage('xx', ['de'])).toBe('en');
  });
});
