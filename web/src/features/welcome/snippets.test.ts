import { describe, expect, it } from 'vitest';
import { curlLine, scriptLine } from './snippets';

describe('the snippets', () => {
  it('name the API only where it is not where the tracker is', () => {
    expect(scriptLine('https://a.test', 'https://a.test')).toBe('<script defer src="https://a.test/t.js"></script>');
    expect(scriptLine('https://a.test', 'https://api.test')).toBe('<script defer src="https://a.test/t.js" data-api="https://api.test"></script>');
    expect(curlLine('https://api.test')).toContain('curl -i https://api.test/api/events ');
  });
});
