// Line icons on a 24 x 24 grid, and the name as it is written under a painting.
import type { VNode } from 'preact';

const PATHS = {
  picture: 'M4 5.5h16v13H4zM4.5 16l4.6-4.4 3.6 3.4 2.6-2.3 4.2 4M15.6 9.4h.01',
  camera: 'M4 8h3.2l1.6-2.4h6.4L16.8 8H20v10.5H4zM12 16.2a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  fit: 'M8.5 5H5v3.5M15.5 5H19v3.5M8.5 19H5v-3.5M15.5 19H19v-3.5M9 9.5h6v5H9z',
  full: 'M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15',
  leaveFull: 'M4.5 9H9V4.5M19.5 9H15V4.5M4.5 15H9v4.5M19.5 15H15v4.5',
  compare: 'M12 4v16M4.5 7h4.5v10H4.5M15 7h4.5v10H15M15 10h4.5M15 13.5h4.5',
  eye: 'M3.5 12s3-5.5 8.5-5.5 8.5 5.5 8.5 5.5-3 5.5-8.5 5.5S3.5 12 3.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  save: 'M12 4.5v10M8 11l4 4 4-4M5 19h14',
  adjust: 'M4.5 8h8M17 8h2.5M4.5 16h2.5M11.5 16h8M14.8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9.2 18.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  brush: 'M19.5 4.5c-3.5 1.7-7 5-9 8.2l2 2c3.2-2 6.3-5.7 7-10.2zM9.5 14c-2.2-.3-3.3 1.3-3.6 2.8-.2 1-.7 1.9-1.9 2.4 3.4.9 7 0 7.5-3z',
  eraser: 'M9.5 18.5l-4.6-4.6 8.6-8.6 5.6 5.6-7.6 7.6zM9.2 9.6l5.6 5.6M9.5 18.5h10',
  lock: 'M6.5 11h11v8h-11zM8.8 11V8.2a3.2 3.2 0 0 1 6.4 0V11M12 14.3v1.6',
  turn: 'M5 12a7 7 0 0 1 12-4.9L19.5 9.5M19.5 5v4.5H15M19 12a7 7 0 0 1-12 4.9L4.5 14.5M4.5 19v-4.5H9',
  share: 'M12 14.5V4.5M8.5 8L12 4.5 15.5 8M6.5 11.5v8h11v-8',
  copy: 'M9 9h10v10.5H9zM15 9V4.5H5V15h4',
  sun: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 4v1.5M12 18.5V20M4 12h1.5M18.5 12H20M6.4 6.4l1 1M16.6 16.6l1 1M17.6 6.4l-1 1M7.4 16.6l-1 1',
  play: 'M8 5.5l10.5 6.5L8 18.5z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  stop: 'M6.5 6.5h11v11h-11z',
  record: 'M12 18.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM12 14.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  film: 'M4 5.5h16v13H4zM8 5.5v13M16 5.5v13M4 9.8h4M4 14.2h4M16 9.8h4M16 14.2h4',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: the element round it has the name. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The signature: six letters of one line each, and the stroke that a painter draws under the name. */
export function Wordmark(): VNode {
  return (
    <svg class="wordmark" viewBox="0 0 116 48" width="116" height="48" aria-hidden="true" focusable="false">
      <g class="letters">
        <path d="M7 20.5c2.5-2.2 4-3.6 5-3.4 1 .2.5 2.4-.3 5L7.3 41M11 22.5c2.3-4.2 5.3-6 7.7-5.3 3 .9 2.8 6.2.3 9.8-2.2 3.2-5.8 4.2-8.3 2" />
        <path d="M27 20.3c1.8-2 3-3.2 4-3 1.1.3.4 2.6-.5 5.2-.9 2.8-1.6 5.9.3 6.1 1.8.2 3.9-2.2 5.6-4.8" />
        <path d="M36.4 23.8c1.5-2.7 2.9-6.7 4.6-6.5 1.5.2.5 3.4-.4 6.2l-1.7 5.3c2.3-6.3 5.6-11.4 9-11.4 3.2 0 1.7 4.3.8 7-.8 2.4-1.1 4.3.5 4.4 1.9.1 4.2-2.8 6-5.6" />
        <path d="M57 19c2-2.2 4.3-2 5.2.6l2.6 7.2c.9 2.5 3 2.5 5 .3M70.5 17.6c-2.6-.2-5 2.4-7.3 5.5-2.3 3.2-4.2 5.7-6.4 5.6" />
        <path d="M74 20.3c1.8-2 3-3.2 4-3 1.1.3.4 2.6-.5 5.2-.9 2.8-1.6 5.9.3 6.1 1.8.2 4-2.3 5.8-5" />
        <path d="M91.5 8.5c-1.7 4.9-3.9 11-4.8 14.6-.9 3.4-.7 5.6 1.2 5.7 1.9.1 3.7-1.4 5.3-3.5M84.5 17.3c3.5.1 7.2-.1 10.8-.6" />
      </g>
      <path class="dot" d="M33.7 9.3l.3.2M80.7 9.3l.3.2" />
      <path class="flourish" d="M22 38.5c18-2.6 42-4 66-3.3 8 .2 13.5.6 19 1.3-9-.1-20 .2-32 1.3-13 1.2-24 1.8-30 1.4" />
    </svg>
  );
}
