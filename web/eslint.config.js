import js from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = ['addEvent', 'dashboard', 'journeys', 'now', 'operations', 'welcome'];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/types/openapi.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] })],
      'import-x/extensions': ['.ts', '.tsx'],
    },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    rules: {
      curly: ['error', 'all'],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      // Directions: app -> features -> components -> lib, and no feature knows another.
      'import-x/no-restricted-paths': ['error', {
        basePath: import.meta.dirname,
        zones: [
          ...features.map((name) => ({
            target: `./src/features/${name}`, from: './src/features', except: [`./${name}`],
            message: 'Features never import each other.',
          })),
          { target: './src/features', from: './src/app', message: 'A feature does not know the app around it.' },
          { target: ['./src/components', './src/lib'], from: ['./src/features', './src/app'] },
          { target: './src/lib', from: './src/components' },
        ],
      }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['**/*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['scripts/**/*.mjs', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', fetch: 'readonly', URL: 'readonly', setTimeout: 'readonly', Buffer: 'readonly', AbortSignal: 'readonly', document: 'readonly', localStorage: 'readonly', performance: 'readonly' } },
    rules: { curly: ['error', 'all'] },
  },
);
