// A fresh site and a fresh browser profile for each test, and a hand in what the site sends.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launch, serve, type Site, type Tamper } from '../browser';
import { folder } from './studio';

export interface Host {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly site: Site;
  /** What happens to every answer on its way; a test may set it. */
  tamper: Tamper;
}

/** Registers the hooks of a test file; what it returns is filled before each test. args: of the browser. */
export function hosted(args: readonly string[] = []): Host {
  const host = {} as { -readonly [name in keyof Host]: Host[name] };
  beforeAll(async () => {
    host.browser = await launch({ args });
  });
  afterAll(() => host.browser.close());
  beforeEach(async () => {
    host.tamper = (_, body) => body;
    host.site = await serve(folder(), { tamper: (path, body) => host.tamper(path, body) });
    host.context = await host.browser.newContext();
    host.context.setDefaultTimeout(60_000); // a busy machine may take its time
  });
  afterEach(async () => {
    await host.context.close();
    await host.site.close();
  });
  return host;
}
