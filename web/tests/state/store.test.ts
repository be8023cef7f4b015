import { expect, test } from 'vitest';
import { createStore } from '../../src/state/store';

test('listeners hear of changes, and of nothing else', () => {
  const store = createStore({ a: 1, b: 'x' });
  const heard: number[] = [];
  const stop = store.subscribe(() => heard.push(store.get().a));
  store.set({ a: 1 });
  store.set({ a: 2 });
  store.update(({ a }) => ({ a: a + 1 }));
  stop();
  store.set({ a: 9 });
  expect(heard).toEqual([2, 3]);
  expect(store.get()).toEqual({ a: 9, b: 'x' });
});

test('a listener that leaves while it is told does not keep another from hearing', () => {
  const store = createStore({ a: 0 });
  let second = 0;
  const stop = store.subscribe(() => stop());
  store.subscribe(() => (second += 1));
  store.set({ a: 1 });
  expect(second).toBe(1);
});
