import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import english from '../locales/en.json';
import french from '../locales/fr.json';
import hindi from '../locales/hi.json';
import italian from '../locales/it.json';
import operationsInEnglish from '../locales/operations/en.json';
import operationsInFrench from '../locales/operations/fr.json';
import operationsInHindi from '../locales/operations/hi.json';
import operationsInItalian from '../locales/operations/it.json';

const pluralEnding = /_(zero|one|two|few|many|other)$/;

const flatten = (value: object, path = ''): [string, string][] => Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
  typeof member === 'string' ? [[path + name, member]] : flatten(member as object, `${path}${name}.`));

const keysOf = (texts: object) => [...new Set(flatten(texts).map(([key]) => key.replace(pluralEnding, '')))].sort();
const placeholdersOf = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

const translations: [language: string, part: string, texts: object, english: object][] = [
  ['fr', 'reports', french, english], ['it', 'reports', italian, english], ['hi', 'reports', hindi, english],
  ['fr', 'operations', operationsInFrench, operationsInEnglish], ['it', 'operations', operationsInItalian, operationsInEnglish],
  ['hi', 'operations', operationsInHindi, operationsInEnglish],
];

describe.each(translations)('%s of %s', (language, _, texts, original) => {
  it('has the texts that English has, and no others', () => {
    expect(keysOf(texts)).toEqual(keysOf(original));
  });

  it('has every form of a plural that the language has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const keys = new Set(flatten(texts).map(([key]) => key));
    for (const [key] of flatten(original).filter(([name]) => name.endsWith('_other'))) {
      for (const form of forms) {
        expect(keys, `${key}: ${form}`).toContain(key.replace(/other$/, form));
      }
    }
  });

  it('keeps the places for values', () => {
    const own = new Map(flatten(texts));
    for (const [key, text] of flatten(original)) {
      expect(placeholdersOf(own.get(key) ?? ''), key).toEqual(placeholdersOf(text));
    }
  });

  it('leaves nothing empty and little untranslated', () => {
    const own = new Map(flatten(texts));
    const same = flatten(original).filter(([key, text]) => own.get(key) === text && /\p{L}{3}/u.test(text.replace(/{{\w+}}/g, '')));
    expect([...own.values()].every((text) => text.trim() !== '')).toBe(true);
    // Words that both languages have: Sessions, Pages, Dashboard, Marketing.
    expect(same.length, same.map(([key]) => key).join(', ')).toBeLessThan(25);
  });
});

describe('the code', () => {
  const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx') && !name.includes('.test.'))
    .map((name) => join(import.meta.dirname, '..', name));
  const readByPeople = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'helperText', 'note', 'emptyText', 'text']);
  const hasWords = (text: string) => /\p{L}{2}/u.test(text);

  const literalsOf = (file: string): string[] => {
    const found: string[] = [];
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const visit = (node: ts.Node): void => {
      if (ts.isJsxText(node) && hasWords(node.text)) {
        found.push(node.text.trim());
      }
      if (ts.isJsxAttribute(node) && readByPeople.has(node.name.getText(source))) {
        const value = node.initializer && ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
        if (value && ts.isStringLiteralLike(value) && hasWords(value.text)) {
          found.push(value.text);
        }
      }
      if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression) && !ts.isJsxAttribute(node.parent) && hasWords(node.expression.text)) {
        found.push(node.expression.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  };

  it('was found', () => {
    expect(sources.length).toBeGreaterThan(30);
  });

  it.each(sources)('says nothing itself: %s', (file) => {
    expect(literalsOf(file)).toEqual([]);
  });
});
