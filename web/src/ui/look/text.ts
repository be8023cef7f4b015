// Every word of Photo look, in both languages.
import type { Language } from '../../state/state';

const en = {
  heading: 'A photo in the light of another.',
  lead: 'Bring a photo, then a second one: the first takes on its colours, all of it at once, and stays a photo.',
  gallery: 'Looks',
  hint: 'A photo whose look it gets',
  none: 'First bring a photo',
  add: 'Photo or .cube',
  addName: 'Photo or .cube file as a look',
  own: 'Yours',
  points: (points: number) => `Table of ${points} × ${points} × ${points}`,
  change: 'Change the photo',
  as: 'in the look of',
  choose: 'Now choose a look',
  tinted: (look: string) => `Your picture in the look of ${look}`,
  reading: 'Reading the look',
  dropLook: 'Drop it here: your photo takes on its look',
  dropPhoto: 'Drop it here: your photo',
  orLook: 'On the looks it becomes a look',
  facts: { shader: 'on the graphics card', cpu: 'on the CPU, shown smaller' },
  how: 'Look',
  strength: 'Strength',
  strengthHelp: 'From your photo to the look; above 100 % exaggerates',
  table: 'As a table of colours',
  tableHelp: 'A .cube file gives videos and photos the same look in Resolve, Photoshop, ffmpeg and many others.',
  cube: 'Download .cube',
  save: 'Save the photo',
};

export type LookText = typeof en;

const zh: LookText = {
  heading: '让照片换上另一张的光色。',
  lead: '先放进一张照片，再放第二张：第一张会整个换上第二张的色调，而且仍然是照片。',
  gallery: '色调',
  hint: '取哪张照片的色调',
  none: '请先放进一张照片',
  add: '照片 或 .cube',
  addName: '添加 照片 或 .cube 文件作为色调',
  own: '我的',
  points: (points) => `${points} × ${points} × ${points} 颜色表`,
  change: '换一张照片',
  as: '色调取自',
  choose: '现在挑一种色调',
  tinted: (look) => `你的照片，色调取自${look}`,
  reading: '正在读取色调',
  dropLook: '松手即可：你的照片会换上它的色调',
  dropPhoto: '松手即可：你的照片',
  orLook: '放到色调栏上，就成为一种色调',
  facts: { shader: '由显卡计算', cpu: '由处理器计算，显示时缩小' },
  how: '色调',
  strength: '强度',
  strengthHelp: '从照片走向色调；超过 100 % 更夸张',
  table: '存为颜色表',
  tableHelp: '.cube 文件可在 Resolve、Photoshop、ffmpeg 等软件里给视频和照片同样的色调。',
  cube: '下载 .cube',
  save: '保存照片',
};

export const LOOK_TEXTS: Readonly<Record<Language, LookText>> = { en, zh };
