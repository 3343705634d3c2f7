import { describe, expect, it } from 'vitest';
import { toCsv } from './csv';

describe('toCsv', () => {
  it('quotes what needs quotes and leaves numbers alone', () => {
    expect(toCsv(['Page', 'Views'], [['/a,b', 1], ['say "hi"', 2.5], ['two\nlines', -3], [null, undefined]]))
      .toBe('Page,Views\r\n"/a,b",1\r\n"say ""hi""",2.5\r\n"two\nlines",-3\r\n,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx'])('keeps %j from being a formula', (text) => {
    expect(toCsv(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`);
  });
});
