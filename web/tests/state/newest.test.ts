import { expect, test } from 'vitest';
import { newest } from '../../src/state/newest';

test('one at a time, and of the wishes meanwhile only one more', async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  const ask = newest(async () => {
    most = Math.max(most, ++running);
    await new Promise((later) => setTimeout(later, 5));
    running--;
    done++;
  });
  const first = ask();
  await Promise.all([ask(), ask(), ask()]);
  await first;
  expect([most, done]).toEqual([1, 2]);
  await ask();
  expect(done).toBe(3);
});
