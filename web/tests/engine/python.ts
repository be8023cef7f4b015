// What Python computes, asked when a test runs: the two sides are compared as they are now.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './build';

/** Run a script with the project's Python; `input` is its stdin as JSON, and what it prints is read as JSON. */
export function python<T>(script: string, input: unknown = null): Promise<T> {
  const program = process.env['PINXIT_PYTHON'] ?? join(repository, '.venv', process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['-c', script], { cwd: repository, maxBuffer: 1 << 28 }, (problem, stdout, stderr) => {
      if (!problem) return resolve(JSON.parse(stdout) as T);
      const missing = 'code' in problem && problem.code === 'ENOENT';
      const advice = `${program} is not there: "make test" makes it, or set PINXIT_PYTHON`;
      reject(new Error(missing ? advice : `Python failed: ${stderr}`));
    });
    child.stdin?.end(JSON.stringify(input));
  });
}
