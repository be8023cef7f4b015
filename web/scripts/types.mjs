// Types of the manifest from schema/, so that Python and the page cannot drift apart. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { compileFromFile } from 'json-schema-to-typescript';

const target = new URL('../src/contract/manifest.ts', import.meta.url);
const made = await compileFromFile(new URL('../../schema/manifest.schema.json', import.meta.url).pathname, {
  bannerComment: '// Made from schema/manifest.schema.json by `npm run types`; not to be edited.',
  style: { singleQuote: true, printWidth: 120 },
  additionalProperties: false,
});
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    console.error('src/contract/manifest.ts is not what schema/ says: run `npm run types`');
    process.exit(1);
  }
} else writeFileSync(target, made);
