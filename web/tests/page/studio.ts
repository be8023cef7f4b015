// What the page tests share: where the built site is, and how a visitor gets to a painted picture.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built site: web/dist, or the folder that $SITE names. */
export function folder(): string {
  const site = process.env['SITE'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
  if (existsSync(join(site, 'sw.js'))) return site;
  throw new Error(`${site} holds no built site: run \`npm run build\` in web/, or \`make site\``);
}
