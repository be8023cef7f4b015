// One frame under way at a time; of those that come meanwhile only the newest counts.

export class Loop {
  private handle = 0;
  private busy = false;
  /** A frame came while another was being painted. */
  private fresh = false;
  private over = true;
  private lastTime = -1;

  /** `paint` takes what the video shows when it is called; it must not reject. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly paint: () => Promise<void>,
  ) {}

  start(): void {
    if (!this.over) return;
    this.over = false;
    this.await();
    this.nudge();
  }

  /** Paint what the video shows now; one that stands still gives no frame of its own accord. */
  nudge(): void {
    this.fresh = true;
    void this.run();
  }

  stop(): void {
    this.over = true;
    this.fresh = false;
    if (hasFrameCallback(this.video)) this.video.cancelVideoFrameCallback(this.handle);
    else cancelAnimationFrame(this.handle);
  }

  private await(): void {
    const { video } = this;
    if (hasFrameCallback(video)) {
      this.handle = video.requestVideoFrameCallback(() => this.arrived());
      return;
    }
    this.handle = requestAnimationFrame(() => {
      if (video.currentTime !== this.lastTime) this.arrived();
      else this.await();
      this.lastTime = video.currentTime;
    });
  }

  private arrived(): void {
    if (this.over) return;
    this.await();
    this.nudge();
  }

  private async run(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    do {
      this.fresh = false;
      await this.paint();
    } while (this.fresh);
    this.busy = false;
  }
}

/** Firefox has it only since 132; elsewhere frames are found by looking at every refresh of the screen. */
function hasFrameCallback(video: HTMLVideoElement): boolean {
  return 'requestVideoFrameCallback' in video;
}
