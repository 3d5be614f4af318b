// oneDNN's recurrent layers in float32, timed: the layers alone, without head, loss, clipping and optimizer.
// Protocol: a greeting, then one answer to each line:
//   prepare train|infer CELL BATCH STEPS INPUTS HIDDEN LAYERS   -> ready
//   run COUNT                                                    -> milliseconds of each run
// train = weights reordered into the library's own layouts, since they change at every step, forward, backward from
// the last step's output, gradients reordered back. infer = forward alone, with weights reordered before.
// Needs Debian's libdnnl-dev: g++ -O2 -std=c++17 onednn_rnn.cpp -ldnnl
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>
#include <oneapi/dnnl/dnnl.hpp>

using namespace dnnl;
using dim = memory::dim;
using dt = memory::data_type;
using tag = memory::format_tag;
using Arguments = std::unordered_map<int, memory>;

static engine cpu(engine::kind::cpu, 0);
static stream queue(cpu);

static memory zeros(const memory::desc &description) {
  memory made(description, cpu);
  memset(made.get_data_handle(), 0, description.get_size());
  return made;
}

static memory noise(const memory::desc &description, float scale) {
  memory made = zeros(description);
  float *values = static_cast<float *>(made.get_data_handle());
  for (size_t i = 0; i < description.get_size() / sizeof(float); i++)
    values[i] = scale * (float)((int)((i * 2654435761u) >> 16 & 1023) - 512) / 512.f;
  return made;
}

static void clear(memory &values) { memset(values.get_data_handle(), 0, values.get_desc().get_size()); }

/// One layer over a whole sequence: src [T, B, I] to dst [T, B, H].
struct Layer {
  memory src, dst, diffSrc, diffDst;
  memory weightsLayer, weightsIter;                            // as a caller holds them
  memory forwardLayer, forwardIter, backwardLayer, backwardIter; // as the library wants them
  memory diffLayer, diffIter, diffBias, diffLayerOut, diffIterOut;
  primitive forward, backward;
  std::vector<reorder> toForward, toBackward, fromGradients;
  Arguments forwardArguments, backwardArguments;
  bool training;

  Layer(const std::string &cell, bool training, dim T, dim B, dim I, dim H, memory *below, memory *diffBelow)
      : training(training) {
    const dim G = cell == "rnn" ? 1 : cell == "gru" ? 3 : 4;
    const dim biases = cell == "gru" ? 4 : G; // linear-before-reset has one more
    const auto kind = training ? prop_kind::forward_training : prop_kind::forward_inference;
    const auto direction = rnn_direction::unidirectional_left2right;
    const memory::desc srcShape({T, B, I}, dt::f32, tag::tnc), dstShape({T, B, H}, dt::f32, tag::tnc);
    const memory::desc state({1, 1, B, H}, dt::f32, tag::ldnc), bias({1, 1, biases, H}, dt::f32, tag::ldgo);
    const memory::desc anyLayer({1, 1, I, G, H}, dt::f32, tag::any), anyIter({1, 1, H, G, H}, dt::f32, tag::any);
    const memory::desc plainLayer({1, 1, I, G, H}, dt::f32, tag::ldigo), plainIter({1, 1, H, G, H}, dt::f32, tag::ldigo);

    src = below ? *below : noise(srcShape, 1);
    dst = zeros(dstShape);
    diffDst = zeros(dstShape);
    weightsLayer = noise(plainLayer, .1f);
    weightsIter = noise(plainIter, .1f);

    auto build = [&](const auto &forwardDescription, const auto &makeBackward, auto forwardPrimitive, auto backwardPrimitive) {
      using Forward = decltype(forwardPrimitive);
      using Backward = decltype(backwardPrimitive);
      forward = Forward(forwardDescription);
      forwardLayer = zeros(forwardDescription.weights_layer_desc());
      forwardIter = zeros(forwardDescription.weights_iter_desc());
      toForward = {reorder(weightsLayer, forwardLayer), reorder(weightsIter, forwardIter)};
      forwardArguments = {{DNNL_ARG_SRC_LAYER, src}, {DNNL_ARG_SRC_ITER, zeros(state)}, {DNNL_ARG_WEIGHTS_LAYER, forwardLayer},
                          {DNNL_ARG_WEIGHTS_ITER, forwardIter}, {DNNL_ARG_BIAS, zeros(bias)}, {DNNL_ARG_DST_LAYER, dst},
                          {DNNL_ARG_DST_ITER, zeros(state)}};
      if (cell == "lstm") {
        forwardArguments[DNNL_ARG_SRC_ITER_C] = zeros(state);
        forwardArguments[DNNL_ARG_DST_ITER_C] = zeros(state);
      }
      if (!training) return;

      forwardArguments[DNNL_ARG_WORKSPACE] = zeros(forwardDescription.workspace_desc());
      const auto backwardDescription = makeBackward();
      backward = Backward(backwardDescription);
      backwardLayer = zeros(backwardDescription.weights_layer_desc());
      backwardIter = zeros(backwardDescription.weights_iter_desc());
      toBackward = {reorder(weightsLayer, backwardLayer), reorder(weightsIter, backwardIter)};
      diffSrc = diffBelow ? *diffBelow : zeros(srcShape);
      diffLayer = zeros(backwardDescription.diff_weights_layer_desc());
      diffIter = zeros(backwardDescription.diff_weights_iter_desc());
      diffBias = zeros(bias);
      diffLayerOut = zeros(plainLayer);
      diffIterOut = zeros(plainIter);
      fromGradients = {reorder(diffLayer, diffLayerOut), reorder(diffIter, diffIterOut)};
      backwardArguments = forwardArguments;
      const Arguments more = {{DNNL_ARG_WEIGHTS_LAYER, backwardLayer}, {DNNL_ARG_WEIGHTS_ITER, backwardIter},
                              {DNNL_ARG_DIFF_SRC_LAYER, diffSrc}, {DNNL_ARG_DIFF_SRC_ITER, zeros(state)},
                              {DNNL_ARG_DIFF_WEIGHTS_LAYER, diffLayer}, {DNNL_ARG_DIFF_WEIGHTS_ITER, diffIter},
                              {DNNL_ARG_DIFF_BIAS, diffBias}, {DNNL_ARG_DIFF_DST_LAYER, diffDst},
                              {DNNL_ARG_DIFF_DST_ITER, zeros(state)}};
      for (const auto &[argument, value] : more) backwardArguments[argument] = value;
      if (cell == "lstm") {
        backwardArguments[DNNL_ARG_DIFF_SRC_ITER_C] = zeros(state);
        backwardArguments[DNNL_ARG_DIFF_DST_ITER_C] = zeros(state);
      }
    };

    if (cell == "lstm") {
      const lstm_forward::primitive_desc description(cpu, kind, direction, srcShape, state, state, anyLayer, anyIter, bias, dstShape, state, state);
      build(description, [&] {
        return lstm_backward::primitive_desc(cpu, prop_kind::backward, direction, srcShape, state, state, anyLayer, anyIter, bias, dstShape, state, state,
                                             srcShape, state, state, anyLayer, anyIter, bias, dstShape, state, state, description);
      }, lstm_forward(), lstm_backward());
    } else if (cell == "gru") {
      const lbr_gru_forward::primitive_desc description(cpu, kind, direction, srcShape, state, anyLayer, anyIter, bias, dstShape, state);
      build(description, [&] {
        return lbr_gru_backward::primitive_desc(cpu, prop_kind::backward, direction, srcShape, state, anyLayer, anyIter, bias, dstShape, state,
                                                srcShape, state, anyLayer, anyIter, bias, dstShape, state, description);
      }, lbr_gru_forward(), lbr_gru_backward());
    } else {
      const auto tanh = algorithm::eltwise_tanh;
      const vanilla_rnn_forward::primitive_desc description(cpu, kind, tanh, direction, srcShape, state, anyLayer, anyIter, bias, dstShape, state);
      build(description, [&] {
        return vanilla_rnn_backward::primitive_desc(cpu, prop_kind::backward, tanh, direction, srcShape, state, anyLayer, anyIter, bias, dstShape, state,
                                                    srcShape, state, anyLayer, anyIter, bias, dstShape, state, description);
      }, vanilla_rnn_forward(), vanilla_rnn_backward());
    }
    pack(toForward, forwardLayer, forwardIter);
  }

  void pack(std::vector<reorder> &reorders, memory &layer, memory &iter) {
    reorders[0].execute(queue, weightsLayer, layer);
    reorders[1].execute(queue, weightsIter, iter);
  }
  void infer() { forward.execute(queue, forwardArguments); }
  void trainForward() {
    pack(toForward, forwardLayer, forwardIter);
    forward.execute(queue, forwardArguments);
  }
  void trainBackward() {
    pack(toBackward, backwardLayer, backwardIter);
    clear(diffLayer), clear(diffIter), clear(diffBias); // the library adds to them
    backward.execute(queue, backwardArguments);
    fromGradients[0].execute(queue, diffLayer, diffLayerOut);
    fromGradients[1].execute(queue, diffIter, diffIterOut);
  }
};

struct Stack {
  std::vector<std::unique_ptr<Layer>> layers;
  bool training;

  Stack(const std::string &task, const std::string &cell, dim B, dim T, dim I, dim H, dim L) : training(task == "train") {
    for (dim l = 0; l < L; l++) {
      Layer *below = l ? layers.back().get() : nullptr;
      layers.push_back(std::make_unique<Layer>(cell, training, T, B, l ? H : I, H, below ? &below->dst : nullptr, below ? &below->diffDst : nullptr));
    }
    float *entering = static_cast<float *>(layers.back()->diffDst.get_data_handle());
    for (dim i = (T - 1) * B * H; i < T * B * H; i++) entering[i] = .01f;
  }

  void run() {
    for (auto &layer : layers) training ? layer->trainForward() : layer->infer();
    if (training)
      for (size_t l = layers.size(); l-- > 0;) layers[l]->trainBackward();
    queue.wait();
  }
};

int main() {
  const auto *version = dnnl_version();
  printf("ready oneDNN %d.%d.%d\n", version->major, version->minor, version->patch);
  fflush(stdout);
  std::unique_ptr<Stack> stack;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string name, task, cell;
    words >> name;
    try {
      if (name == "prepare") {
        dim B, T, I, H, L;
        words >> task >> cell >> B >> T >> I >> H >> L;
        stack.reset(); // the memory of the last one, before the next
        stack = std::make_unique<Stack>(task, cell, B, T, I, H, L);
        printf("ready\n");
      } else {
        int count = 0;
        words >> count;
        for (int i = 0; i < count; i++) {
          const auto start = std::chrono::steady_clock::now();
          stack->run();
          const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
          printf("%s%.6f", i ? " " : "", ms);
        }
        printf("\n");
      }
    } catch (const std::exception &error) {
      printf("error %s\n", error.what());
    }
    fflush(stdout);
  }
}
