// A table of colours on the graphics card: a picture of any size that is shown, in the time of one frame.
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
uniform sampler2D picture;
uniform sampler3D lut;
uniform float points;
uniform vec3 low;
uniform vec3 high;
out vec4 shown;
void main() {
  ivec2 size = textureSize(picture, 0);
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 seen = texelFetch(picture, ivec2(at.x, size.y - 1 - at.y), 0);
  vec3 place = clamp((seen.rgb - low) / (high - low), 0.0, 1.0);
  // Points of the table lie in the middle of their texels.
  vec3 colour = texture(lut, (place * (points - 1.0) + 0.5) / points).rgb;
  shown = vec4(clamp(colour, 0.0, 1.0) * seen.a, seen.a);
}`;

export class Shader {
  private readonly program: WebGLProgram;

  private constructor(
    private readonly canvas: OffscreenCanvas,
    private readonly gl: WebGL2RenderingContext,
  ) {
    this.program = this.linked();
    this.texture(0, gl.TEXTURE_2D, gl.NEAREST);
    // Half floats: those of full width cannot be blended everywhere, and bytes would show steps.
    this.texture(1, gl.TEXTURE_3D, gl.LINEAR);
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
    gl.activeTexture(gl.TEXTURE0);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(rgba.buffer));
  }

  /** The picture in the colours of the table; null where the graphics card was lost. */
  draw({ points, table, low, high }: Lut): ImageBitmap | null {
    const { gl, program } = this;
    const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
    gl.activeTexture(gl.TEXTURE1);
    gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGB16F, points, points, points, 0, gl.RGB, gl.FLOAT, table);
    gl.uniform1i(uniform('picture'), 0);
    gl.uniform1i(uniform('lut'), 1);
    gl.uniform1f(uniform('points'), points);
    gl.uniform3fv(uniform('low'), [...low]);
    gl.uniform3fv(uniform('high'), [...high]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return gl.isContextLost() || gl.getError() !== gl.NO_ERROR ? null : this.canvas.transferToImageBitmap();
  }

  private texture(unit: number, kind: number, filter: number): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(kind, gl.createTexture());
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(kind, name, filter);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) gl.texParameteri(kind, name, gl.CLAMP_TO_EDGE);
  }

  private linked(): WebGLProgram {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
      const shader = gl.createShader(kind);
      if (!shader) continue; // the card was lost: draw says so
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    return program;
  }
}
