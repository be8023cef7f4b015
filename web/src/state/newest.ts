// Work of which only the newest wish counts.

/** `work`, one at a time: what is wished for while it runs is done once more after it, however often it was. */
export function newest(work: () => Promise<void>): () => Promise<void> {
  let running = false;
  let wished = false;
  return async () => {
    wished = true;
    if (running) return;
    running = true;
    while (wished) {
      wished = false;
      await work();
    }
    running = false;
  };
}
