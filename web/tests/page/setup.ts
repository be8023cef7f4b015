// Before all tests: a browser. Where none is found it is installed if that takes no question (Debian or Ubuntu, as root).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { browserPath } from '../browser';

function found(): boolean {
  try {
    browserPath();
    return true;
  } catch {
    return false;
  }
}

function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.error('No browser for the page tests: installing chromium with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of ['update -q', 'install -q -y --no-install-recommends chromium fonts-noto-cjk']) {
    if (spawnSync('apt-get', words.split(' '), { stdio: ['ignore', 2, 2], env }).status !== 0) return;
  }
}

export default function setup(): void {
  if (found()) return;
  const own = chromium.executablePath();
  if (!process.env['CHROMIUM'] && existsSync(own)) process.env['CHROMIUM'] = own;
  else install();
  browserPath();
}
