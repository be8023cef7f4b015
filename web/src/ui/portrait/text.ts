// Every word of Portrait, in both languages.
import type { Unfit } from '../../contract/portrait';
import type { Language } from '../../state/state';

const en = {
  heading: 'Another expression, the same face.',
  lead: 'Bring a portrait and move the sliders. The photo’s own pixels are drawn elsewhere; nobody is made up.',
  looking: 'Looking for faces',
  fetching: (bytes: string, total: string) => `Fetching the networks: ${bytes} of ${total}`,
  found: (count: number) => (count === 1 ? 'Move a slider' : `${count} faces: choose one, then move a slider`),
  made: 'Your picture with another expression',
  wearing: 'wearing',
  nobody: 'No face is found here.',
  nobodyDo: 'Bring a portrait that looks this way, not too small and not cut off.',
  unfit: ((problem: Unfit): string =>
    problem.code === 'small'
      ? `This face is too small: its eyes are ${Math.round(problem.eyes)} pixels apart, and ${problem.least} are needed.`
      : `This face is turned away by ${Math.round(problem.degrees)} degrees.`) as (problem: Unfit) => string,
  unfitDo: { small: 'Bring a larger photo of it.', turned: 'Bring a photo that looks this way.' },
  who: 'Whose',
  all: 'All',
  face: (number: number) => `Face ${number}`,
  expressions: 'Expression',
  movements: 'Single movements',
  reset: 'Reset',
  beyond: 'Beyond 100 % a face may look drawn.',
  change: 'Change the photo',
  paint: 'Paint this',
  save: 'Save the photo',
  named: {
    smile: 'Smile',
    laugh: 'Laugh',
    surprise: 'Surprise',
    sadness: 'Sadness',
    anger: 'Anger',
    disgust: 'Disgust',
    fear: 'Fear',
    kiss: 'Kiss',
    wink: 'Wink, right eye',
    wink_left: 'Wink, left eye',
  } as Readonly<Record<string, string>>,
  single: {
    brows_up: 'Brows up',
    frown: 'Frown',
    eyes_wide: 'Eyes wide',
    eyes_closed: 'Eyes closed',
    squint: 'Squint',
    cheeks_up: 'Cheeks up',
    nose_wrinkle: 'Nose wrinkled',
    corners_up: 'Corners of the mouth up',
    corners_down: 'Corners of the mouth down',
    stretch: 'Mouth stretched',
    press: 'Lips pressed',
    lips_part: 'Lips parted',
    jaw_drop: 'Jaw down',
  } as Readonly<Record<string, string>>,
};

export type PortraitText = typeof en;

const zh: PortraitText = {
  heading: '换表情，不换人。',
  lead: '放进一张人像，拖动滑块。画面仍是照片自己的像素，只是挪了位置，不会凭空造人。',
  looking: '正在寻找人脸',
  fetching: (bytes, total) => `正在下载网络：${bytes} / ${total}`,
  found: (count) => (count === 1 ? '拖动滑块试试' : `找到 ${count} 张脸：先选一张，再拖动滑块`),
  made: '你的照片，换了表情',
  wearing: '表情',
  nobody: '这里没有找到人脸。',
  nobodyDo: '请换一张正对镜头的人像，脸不要太小，也不要被裁掉。',
  unfit: (problem) =>
    problem.code === 'small'
      ? `这张脸太小：两眼相距 ${Math.round(problem.eyes)} 像素，至少需要 ${problem.least} 像素。`
      : `这张脸转开了 ${Math.round(problem.degrees)} 度。`,
  unfitDo: { small: '请换一张更大的照片。', turned: '请换一张正对镜头的照片。' },
  who: '谁的脸',
  all: '全部',
  face: (number) => `第 ${number} 张脸`,
  expressions: '表情',
  movements: '单个动作',
  reset: '还原',
  beyond: '超过 100 % 时，脸可能显得像画出来的。',
  change: '换一张照片',
  paint: '拿去作画',
  save: '保存照片',
  named: {
    smile: '微笑',
    laugh: '大笑',
    surprise: '惊讶',
    sadness: '悲伤',
    anger: '愤怒',
    disgust: '厌恶',
    fear: '害怕',
    kiss: '亲吻',
    wink: '眨右眼',
    wink_left: '眨左眼',
  },
  single: {
    brows_up: '扬眉',
    frown: '皱眉',
    eyes_wide: '睁大眼睛',
    eyes_closed: '闭眼',
    squint: '眯眼',
    cheeks_up: '抬起脸颊',
    nose_wrinkle: '皱鼻',
    corners_up: '嘴角上扬',
    corners_down: '嘴角下垂',
    stretch: '嘴向两侧拉开',
    press: '抿嘴',
    lips_part: '双唇微张',
    jaw_drop: '张嘴',
  },
};

export const PORTRAIT_TEXTS: Readonly<Record<Language, PortraitText>> = { en, zh };
