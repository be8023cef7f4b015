// Every word of Texture worlds, in both languages.
import type { Language } from '../../state/state';

interface Named {
  readonly title: string;
  readonly small: string;
}

const en = {
  heading: 'A photo made of something else.',
  lead: 'Bring a photo and choose a texture. From afar it stays your photo; from near by it is strokes, wool or ink.',
  gallery: 'Worlds',
  hint: 'One click paints',
  none: 'First bring a photo',
  /** By the short name of the world; one that is not here goes by that name. */
  worlds: {
    strokes: { title: 'Oil strokes', small: 'Short strokes that follow one another' },
    threads: { title: 'Woven wool', small: 'Warp over weft, weft over warp' },
    waves: { title: 'Combed ink', small: 'Blue waves, line by line' },
  } as Readonly<Record<string, Named>>,
  made: 'made of',
  choose: 'Now choose a world',
  painted: (world: string) => `Your picture made of ${world}`,
  drop: 'Drop it here: your photo',
  how: 'Texture',
  size: 'Size of the picture',
  sizeHelp: 'The texture keeps its size: a larger picture has finer ones.',
  grain: 'Size of the texture',
  grainHelp: 'Below 100 % it is finer and takes longer; above, coarser and softer.',
  colours: 'Keep colours',
  coloursHelp: 'The colours of your photo, in the light and dark of the texture',
  again: 'Another throw',
  againHelp: 'The same photo, laid anew',
  change: 'Change the photo',
  save: 'Save the picture',
};

export type WorldsText = typeof en;

const zh: WorldsText = {
  heading: '用别的东西做成的照片。',
  lead: '放进一张照片，再挑一种纹理。远看仍是你的照片，近看却是笔触、羊毛或墨纹。',
  gallery: '纹理',
  hint: '点一下就画',
  none: '请先放进一张照片',
  worlds: {
    strokes: { title: '油画笔触', small: '彼此相随的短笔触' },
    threads: { title: '羊毛织物', small: '经线压纬线，纬线压经线' },
    waves: { title: '水波墨纹', small: '一道道蓝色的波纹' },
  },
  made: '用这种纹理做成：',
  choose: '现在挑一种纹理',
  painted: (world) => `你的照片，用${world}做成`,
  drop: '松手即可：你的照片',
  how: '纹理',
  size: '图片大小',
  sizeHelp: '纹理的大小不变：图片越大，纹理显得越细。',
  grain: '纹理大小',
  grainHelp: '低于 100 % 更细，也更费时；高于 100 % 更粗，也更柔和。',
  colours: '保留颜色',
  coloursHelp: '颜色取自你的照片，明暗取自纹理',
  again: '换一种铺法',
  againHelp: '同一张照片，重新铺一遍',
  change: '换一张照片',
  save: '保存图片',
};

export const WORLDS_TEXTS: Readonly<Record<Language, WorldsText>> = { en, zh };
