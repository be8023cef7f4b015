// 3x3 convolution of channels-last pictures by Winograd's F(4x4, 3x3) (Lavin and Gray 2016), with ReLU fused in.
// Axes: b pictures, h rows, w columns, i and o channels, p tiles of 4x4 pixels, 36 positions of a 6x6 window.
// A quarter of the multiplications of the direct form; differences are of the order of 1e-6 of the values.

#include <ATen/Parallel.h>
#include <torch/extension.h>

#include <algorithm>
#include <optional>

namespace {

using Lanes = float __attribute__((vector_size(32), aligned(4)));
using Bits = int __attribute__((vector_size(32), aligned(4)));
constexpr int64_t kLanes = 8;
constexpr int64_t kChunkFloats = 2'200'000;  // transformed tiles worked on at once: they stay in the last-level cache

Lanes where_positive(Lanes value, Lanes condition) {
  return (Lanes)((Bits)(condition > Lanes{}) & (Bits)value);
}

// One dimension of B^T d: six values, `from` apart, to six values, `to` apart.
void input_transform(const Lanes* d, int from, Lanes* t, int to) {
  const Lanes d0 = d[0], d1 = d[from], d2 = d[2 * from], d3 = d[3 * from], d4 = d[4 * from], d5 = d[5 * from];
  const Lanes even = d4 - 4.f * d2, odd = d3 - 4.f * d1, half_even = d4 - d2, half_odd = 2.f * (d3 - d1);
  t[0] = 4.f * d0 - 5.f * d2 + d4;
  t[to] = even + odd;
  t[2 * to] = even - odd;
  t[3 * to] = half_even + half_odd;
  t[4 * to] = half_even - half_odd;
  t[5 * to] = 4.f * d1 - 5.f * d3 + d5;
}

// One dimension of A^T m: six values to four.
void output_transform(const Lanes* m, int from, Lanes* o, int to) {
  const Lanes sum = m[from] + m[2 * from], difference = m[from] - m[2 * from];
  const Lanes sum2 = m[3 * from] + m[4 * from], difference2 = m[3 * from] - m[4 * from];
  o[0] = m[0] + sum + sum2;
  o[to] = difference + 2.f * difference2;
  o[2 * to] = sum + 4.f * sum2;
  o[3 * to] = difference + 8.f * difference2 + m[5 * from];
}

struct Plan {
  int64_t height, width, rows, columns;  // of the picture in pixels, and of its tiles

  // Top left pixel of tile `p` of the chunk that begins at tile row `first`, and its picture.
  void place(int64_t first, int64_t p, int64_t& picture, int64_t& y, int64_t& x) const {
    const int64_t row = first + p / columns;
    picture = row / rows;
    y = row % rows * 4;
    x = p % columns * 4;
  }
};

}  // namespace

// x (b,h,w,i), kernel (36,i,o) transformed -> (b,h,w,o). `gate`, of the shape of x: where it is not positive, x counts as 0
// (going back through a ReLU). `bias` (o) and `relu` belong to the way forward.
torch::Tensor conv(torch::Tensor x, std::optional<torch::Tensor> gate, torch::Tensor kernel,
                   std::optional<torch::Tensor> bias, bool relu) {
  const int64_t batch = x.size(0), channels = x.size(3), width_out = kernel.size(2);
  TORCH_CHECK(x.is_contiguous() && kernel.is_contiguous(), "contiguous tensors are expected");
  TORCH_CHECK(channels % kLanes == 0 && width_out % kLanes == 0, "channels must be multiples of ", kLanes);
  const Plan plan{x.size(1), x.size(2), (x.size(1) + 3) / 4, (x.size(2) + 3) / 4};
  auto out = torch::empty({batch, plan.height, plan.width, width_out}, x.options());
  const int64_t rows = batch * plan.rows;
  const int64_t tiles = kChunkFloats / (36 * std::max(channels, width_out));
  const int64_t step = std::max<int64_t>(1, tiles / plan.columns);
  const float* from = x.data_ptr<float>();
  const float* gates = gate ? gate->data_ptr<float>() : nullptr;
  const float* biases = bias ? bias->data_ptr<float>() : nullptr;
  float* to = out.data_ptr<float>();

  for (int64_t first = 0; first < rows; first += step) {
    const int64_t count = std::min(step, rows - first) * plan.columns;
    auto windows = torch::empty({36, count, channels}, x.options());
    auto products = torch::empty({36, count, width_out}, x.options());
    float* window = windows.data_ptr<float>();
    float* product = products.data_ptr<float>();

    at::parallel_for(0, count, 8, [&](int64_t begin, int64_t end) {
      Lanes d[36], t[36];
      for (int64_t p = begin; p < end; ++p) {
        int64_t picture, top, left;
        plan.place(first, p, picture, top, left);
        for (int64_t c = 0; c < channels; c += kLanes) {
          for (int k = 0; k < 36; ++k) {
            const int64_t y = top - 1 + k / 6, x_at = left - 1 + k % 6;
            if (y < 0 || y >= plan.height || x_at < 0 || x_at >= plan.width) {
              d[k] = Lanes{};
              continue;
            }
            const int64_t at = ((picture * plan.height + y) * plan.width + x_at) * channels + c;
            const Lanes value = *(const Lanes*)(from + at);
            d[k] = gates ? where_positive(value, *(const Lanes*)(gates + at)) : value;
          }
          for (int j = 0; j < 6; ++j) input_transform(d + j, 6, t + j, 6);
          for (int i = 0; i < 6; ++i) input_transform(t + 6 * i, 1, d + 6 * i, 1);
          for (int k = 0; k < 36; ++k) *(Lanes*)(window + (k * count + p) * channels + c) = d[k];
        }
      }
    });
    at::bmm_out(products, windows, kernel);
    at::parallel_for(0, count, 8, [&](int64_t begin, int64_t end) {
      Lanes m[36], t[24], o[16];
      for (int64_t p = begin; p < end; ++p) {
        int64_t picture, top, left;
        plan.place(first, p, picture, top, left);
        for (int64_t c = 0; c < width_out; c += kLanes) {
          for (int k = 0; k < 36; ++k) m[k] = *(const Lanes*)(product + (k * count + p) * width_out + c);
          for (int j = 0; j < 6; ++j) output_transform(m + j, 6, t + j, 6);
          for (int i = 0; i < 4; ++i) output_transform(t + 6 * i, 1, o + 4 * i, 1);
          const Lanes shift = biases ? *(const Lanes*)(biases + c) : Lanes{};
          for (int k = 0; k < 16; ++k) {
            const int64_t y = top + k / 4, x_at = left + k % 4;
            if (y >= plan.height || x_at >= plan.width) continue;
            const Lanes value = o[k] + shift;
            const int64_t at = ((picture * plan.height + y) * plan.width + x_at) * width_out + c;
            *(Lanes*)(to + at) = relu ? where_positive(value, value) : value;
          }
        }
      }
    });
  }
  return out;
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, module) {
  module.def("conv", &conv, "3x3 convolution by Winograd's F(4x4, 3x3)");
}
