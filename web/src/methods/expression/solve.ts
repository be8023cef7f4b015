// Dense systems of linear equations.

/**
 * Solve `system` (size x size, in rows) for the columns of `given` (size x columns), by elimination with pivots; both are used up,
 * and `given` holds the answer. RangeError where the system is singular.
 */
export function solve(system: Float64Array, given: Float64Array, size: number, columns: number): void {
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++) {
      if (Math.abs(system[row * size + step]!) > Math.abs(system[pivot * size + step]!)) pivot = row;
    }
    if (system[pivot * size + step] === 0) throw new RangeError('the system of equations is singular');
    if (pivot !== step) {
      swapRows(system, size, step, pivot);
      swapRows(given, columns, step, pivot);
    }
    const head = system[step * size + step]!;
    for (let row = step + 1; row < size; row++) {
      const share = system[row * size + step]! / head;
      if (share === 0) continue;
      for (let at = step + 1; at < size; at++) system[row * size + at]! -= share * system[step * size + at]!;
      for (let at = 0; at < columns; at++) given[row * columns + at]! -= share * given[step * columns + at]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = 0; at < columns; at++) {
      let sum = given[row * columns + at]!;
      for (let later = row + 1; later < size; later++) sum -= system[row * size + later]! * given[later * columns + at]!;
      given[row * columns + at] = sum / system[row * size + row]!;
    }
  }
}

function swapRows(matrix: Float64Array, width: number, one: number, other: number): void {
  for (let at = 0; at < width; at++) {
    const kept = matrix[one * width + at]!;
    matrix[one * width + at] = matrix[other * width + at]!;
    matrix[other * width + at] = kept;
  }
}
