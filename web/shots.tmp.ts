import { writeFileSync, mkdirSync } from 'node:fs';
import { launch, serve } from './tests/browser';
import { folder, visit, sample, paint, settled, brought } from './tests/page/studio';
const out = '/tmp/shots'; mkdirSync(out, { recursive: true });
const site = await serve(folder()); const browser = await launch();
for (const [width, height] of [[360, 740], [768, 1000], [1440, 900]] as const)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const { page } = await visit(context, site.url);
    const shot = async (name: string) => { await page.waitForTimeout(400); await page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` }); };
    await shot('welcome');
    await sample(page, /Eileen|astronaut/i).click();
    await paint(page, /Composition VII/);
    await page.waitForTimeout(12000);
    await settled(page);
    await shot('painted');
    await page.evaluate(() => (location.hash = '#lab')); await page.waitForTimeout(1500); await shot('lab');
    await page.evaluate(() => (location.hash = '#live')); await page.waitForTimeout(1500); await shot('live');
    await context.close();
  }
await browser.close(); await site.close();
