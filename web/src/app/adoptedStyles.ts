import createCache, { type EmotionCache } from '@emotion/cache';
import { StyleSheet } from '@emotion/sheet';

/**
 * Emotion's sheet without `<style>` elements, which a content security policy without `unsafe-inline` blocks. Constructed style
 * sheets are the page's own scripts' work, so the policy lets them through.
 */
class AdoptedSheet extends StyleSheet {
  private readonly sheet = new CSSStyleSheet();

  constructor(options: { key: string; container: Node }, isGlobal = true) {
    super(options);
    // Global rules come first, so that a component's own rules win.
    document.adoptedStyleSheets = isGlobal
      ? [this.sheet, ...document.adoptedStyleSheets]
      : [...document.adoptedStyleSheets, this.sheet];
  }

  override insert(rule: string): void {
    try {
      this.sheet.insertRule(rule, this.sheet.cssRules.length);
    } catch (e) {
      // A vendor's selector that this browser does not know; the rules without it stand.
      if (!(e instanceof DOMException && e.name === 'SyntaxError')) {
        throw e;
      }
    }
  }

  override flush(): void {
    this.sheet.replaceSync('');
  }
}

/** Emotion makes one more sheet of the same class for each set of global rules. */
export const createStyleCache = (): EmotionCache => {
  const cache = createCache({ key: 'ui' });
  cache.sheet = new AdoptedSheet({ key: 'ui', container: document.head }, false);
  return cache;
};
