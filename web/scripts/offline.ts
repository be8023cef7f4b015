// Writes sw.js beside the built page: src/offline/worker.ts with the list of the site's files and their hashes put in.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { transformWithEsbuild, type Plugin } from 'vite';

const digest = (data: Buffer | string, kind: 'base64' | 'hex'): string => createHash('sha256').update(data).digest(kind);

function filesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return files.map((name) => name.split(sep).join('/')).sort();
}

/** What is fetched when the worker is installed. The runtime and the models are large, and fetched when needed. */
const precached = (path: string): boolean =>
  path !== 'sw.js' && !/^(ort|networks)\//.test(path) && !(/^(zoo|lab-models)\//.test(path) && !/\.(json|png)$/.test(path));

export function offline(): Plugin {
  let out = '';
  let source = '';
  return {
    name: 'pinxit-offline',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
      source = resolve(config.root, 'src/offline/worker.ts');
    },
    async closeBundle(error) {
      if (error) return;
      const all = filesOf(out);
      const files = all
        .filter(precached)
        .map((path) => ({ path, integrity: `sha256-${digest(readFileSync(join(out, path)), 'base64')}` }));
      const runtime = all.filter((path) => path.startsWith('ort/')).map((path) => digest(readFileSync(join(out, path)), 'hex'));
      const site = {
        version: digest(JSON.stringify(files), 'hex').slice(0, 16),
        runtime: digest(runtime.join(), 'hex').slice(0, 16),
        files,
      };
      const { code } = await transformWithEsbuild(readFileSync(source, 'utf8'), source, {
        define: { __SITE__: JSON.stringify(site) },
        format: 'iife',
        minify: true,
        sourcemap: false,
        target: 'es2022',
      });
      writeFileSync(join(out, 'sw.js'), code);
      this.info(`sw.js holds ${files.length} files of ${relative(process.cwd(), out) || out}`);
    },
  };
}
