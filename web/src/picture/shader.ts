// A grade on the graphics card: a picture of any size that is shown, in the time of one frame.
import { isTable, type ColourMaps, type Grade } from '../contract/grade';
import type { Lut } from '../contract/lut';
import type { BytePicture } from './surface';

const VERTEX = `#version 300 es
void main() {
  // One triangle over everything.
  gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
precision highp sampler2DArray;
uniform sampler2D picture;
out vec4 shown;
// place: across and down, 0..1
vec3 regraded(vec3 seen, vec2 place);
void main() {
  ivec2 size = textureSize(picture, 0);
  ivec2 at = ivec2(int(gl_FragCoord.x), size.y - 1 - int(gl_FragCoord.y));
  vec4 seen = texelFetch(picture, at, 0);
  shown = vec4(clamp(regraded(seen.rgb, (vec2(at) + 0.5) / vec2(size)), 0.0, 1.0) * seen.a, seen.a);
}`;

const BY_TABLE = `
uniform sampler3D lut;
uniform float points;
uniform vec3 low;
uniform vec3 high;
vec3 regraded(vec3 seen, vec2 place) {
  vec3 at = clamp((seen - low) / (high - low), 0.0, 1.0);
  // Points of the table lie in the middle of their texels.
  return texture(lut, (at * (points - 1.0) + 0.5) / points).rgb;
}`;

// Blended here and not by the card, which cannot do that everywhere with floats of full width; half ones show in a sky.
const BY_MAPS = `
uniform sampler2DArray maps;
uniform float strength;
vec3 change(int of, ivec2 low, ivec2 high, vec2 rest) {
  vec3 a = texelFetch(maps, ivec3(low, of), 0).rgb;
  vec3 b = texelFetch(maps, ivec3(high.x, low.y, of), 0).rgb;
  vec3 c = texelFetch(maps, ivec3(low.x, high.y, of), 0).rgb;
  vec3 d = texelFetch(maps, ivec3(high, of), 0).rgb;
  return mix(mix(a, b, rest.x), mix(c, d, rest.x), rest.y);
}
vec3 regraded(vec3 seen, vec2 place) {
  ivec2 last = textureSize(maps, 0).xy - 1;
  vec2 at = clamp(place * vec2(last + 1) - 0.5, vec2(0), vec2(last));
  ivec2 low = ivec2(at);
  ivec2 high = min(low + 1, last);
  vec3 way = change(3, low, high, at - vec2(low));
  for (int of = 0; of < 3; of++) way += seen[of] * change(of, low, high, at - vec2(low));
  return seen + strength * way;
}`;

const UNITS = { picture: 0, lut: 1, maps: 2 } as const;

export class Shader {
  private readonly byTable: WebGLProgram;
  private readonly byMaps: WebGLProgram;

  private constructor(
    private readonly canvas: OffscreenCanvas,
    private readonly gl: WebGL2RenderingContext,
  ) {
    this.byTable = this.linked(BY_TABLE);
    this.byMaps = this.linked(BY_MAPS);
    this.texture(UNITS.picture, gl.TEXTURE_2D, gl.NEAREST);
    // Half floats: those of full width cannot be blended everywhere, and bytes would show steps.
    this.texture(UNITS.lut, gl.TEXTURE_3D, gl.LINEAR);
    this.texture(UNITS.maps, gl.TEXTURE_2D_ARRAY, gl.NEAREST);
  }

  /** null: there is no WebGL 2 here. */
  static open(): Shader | null {
    const canvas = new OffscreenCanvas(1, 1);
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
    return gl && new Shader(canvas, gl);
  }

  /** The picture that is drawn from now on. */
  take({ width, height, rgba }: BytePicture): void {
    const { gl } = this;
    this.canvas.width = width;
    this.canvas.height = height;
    gl.viewport(0, 0, width, height);
    gl.activeTexture(gl.TEXTURE0 + UNITS.picture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(rgba.buffer));
  }

  /** The picture in its new colours; null where the graphics card was lost. */
  draw(grade: Grade): ImageBitmap | null {
    const { gl } = this;
    if (isTable(grade)) this.useTable(grade);
    else this.useMaps(grade);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return gl.isContextLost() || gl.getError() !== gl.NO_ERROR ? null : this.canvas.transferToImageBitmap();
  }

  private useTable({ points, table, low, high }: Lut): void {
    const { gl } = this;
    const uniform = this.used(this.byTable);
    gl.activeTexture(gl.TEXTURE0 + UNITS.lut);
    gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGB16F, points, points, points, 0, gl.RGB, gl.FLOAT, table);
    gl.uniform1i(uniform('lut'), UNITS.lut);
    gl.uniform1f(uniform('points'), points);
    gl.uniform3fv(uniform('low'), [...low]);
    gl.uniform3fv(uniform('high'), [...high]);
  }

  private useMaps({ height, width, change, strength }: ColourMaps): void {
    const { gl } = this;
    const uniform = this.used(this.byMaps);
    gl.activeTexture(gl.TEXTURE0 + UNITS.maps);
    gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, gl.RGB32F, width, height, 4, 0, gl.RGB, gl.FLOAT, change);
    gl.uniform1i(uniform('maps'), UNITS.maps);
    gl.uniform1f(uniform('strength'), strength);
  }

  /** Draw with a program; what is returned finds its uniforms. */
  private used(program: WebGLProgram): (name: string) => WebGLUniformLocation | null {
    const { gl } = this;
    gl.useProgram(program);
    gl.uniform1i(gl.getUniformLocation(program, 'picture'), UNITS.picture);
    return (name) => gl.getUniformLocation(program, name);
  }

  private texture(unit: number, kind: number, filter: number): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(kind, gl.createTexture());
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(kind, name, filter);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) gl.texParameteri(kind, name, gl.CLAMP_TO_EDGE);
  }

  /** regraded: what becomes of a colour at a place. */
  private linked(regraded: string): WebGLProgram {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT + regraded]] as const) {
      const shader = gl.createShader(kind);
      if (!shader) continue; // the card was lost: draw says so
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    return program;
  }
}
