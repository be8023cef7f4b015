// Why there is no video, in both languages.
import type { Language } from '../../state/state';
import type { TroubleCode } from './source';

type Troubles = Readonly<Record<TroubleCode, string>>;

const en: Troubles = {
  denied: 'The browser may not use the camera. Allow it in the address bar or in the settings, then try again.',
  'no-camera': 'No camera was found. Plug one in and try again.',
  busy: 'The camera does not answer. Perhaps another program is using it.',
  lost: 'The camera is gone: it was unplugged or switched off.',
  unreadable: 'This browser cannot play that video. MP4 (H.264) and WebM work nearly everywhere.',
  'not-here': 'Browsers give the camera only to pages that come over https or from this computer.',
};

const zh: Troubles = {
  denied: '浏览器未获准使用摄像头。请在地址栏或设置中允许，然后再试。',
  'no-camera': '没有找到摄像头。请接上一个再试。',
  busy: '摄像头没有响应，也许正被别的程序占用。',
  lost: '摄像头断开了：可能被拔下或关闭。',
  unreadable: '此浏览器播放不了这段视频。MP4（H.264）和 WebM 几乎都能播放。',
  'not-here': '只有通过 https 或从本机打开的页面才能使用摄像头。',
};

export const TROUBLES: Readonly<Record<Language, Troubles>> = { en, zh };
