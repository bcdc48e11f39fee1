/* The deck's recipe in C: 784-30-10, sigmoid, quadratic cost, mini-batches of 10, single precision.
 *
 * Plain loops over vectors, and no library of products. It does what recognizer.nn does, in the same
 * order: samples are gathered, the cost is added up, and every pixel is multiplied, ink or paper.
 */
#include <math.h>
#include <string.h>

enum { INPUTS = 784, HIDDEN = 30, OUTPUTS = 10, BATCH = 10 };

#ifdef __AVX512F__
enum { LANES = 16 };
#else
enum { LANES = 8 };
#endif

typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)))); /* of one vector register */

static _Alignas(64) struct {
  float w1[HIDDEN][INPUTS], w2[OUTPUTS][HIDDEN], b1[HIDDEN], b2[OUTPUTS];
} net;
static _Alignas(64) float x[BATCH][INPUTS], a1[BATCH][HIDDEN], a2[BATCH][OUTPUTS], d1[BATCH][HIDDEN], d2[BATCH][OUTPUTS];

/* All weights, then all biases. */
void set_parameters(const float *values) { memcpy(&net, values, sizeof net); }

static float sigmoid(float z) { return 1 / (1 + expf(-z)); }

static void forward(void) {
  for (int j = 0; j < HIDDEN; j++) {
    Lanes sums[BATCH] = {{0}};
    for (int i = 0; i < INPUTS; i += LANES)
#pragma GCC unroll 10
      for (int s = 0; s < BATCH; s++) sums[s] += *(Lanes *)&net.w1[j][i] * *(Lanes *)&x[s][i];
    for (int s = 0; s < BATCH; s++) {
      float z = net.b1[j];
      for (int lane = 0; lane < LANES; lane++) z += sums[s][lane];
      a1[s][j] = z;
    }
  }
  for (int s = 0; s < BATCH; s++) {
    for (int j = 0; j < HIDDEN; j++) a1[s][j] = sigmoid(a1[s][j]);
    for (int j = 0; j < OUTPUTS; j++) {
      float z = net.b2[j];
      for (int k = 0; k < HIDDEN; k++) z += net.w2[j][k] * a1[s][k];
      a2[s][j] = sigmoid(z);
    }
  }
}

/* Returns the sum of the samples' costs. */
static float backward(const int y[BATCH]) {
  float cost = 0;
  for (int s = 0; s < BATCH; s++) {
    float sums[HIDDEN] = {0};
    for (int j = 0; j < OUTPUTS; j++) {
      float a = a2[s][j], difference = a - (y[s] == j);
      cost += difference * difference / 2;
      d2[s][j] = difference * a * (1 - a);
      for (int k = 0; k < HIDDEN; k++) sums[k] += net.w2[j][k] * d2[s][j];
    }
    for (int k = 0; k < HIDDEN; k++) d1[s][k] = sums[k] * a1[s][k] * (1 - a1[s][k]);
  }
  return cost;
}

static void descend(float rate) {
  for (int s = 0; s < BATCH; s++)
    for (int j = 0; j < OUTPUTS; j++) {
      net.b2[j] -= rate * d2[s][j];
      for (int k = 0; k < HIDDEN; k++) net.w2[j][k] -= rate * d2[s][j] * a1[s][k];
    }
  for (int j = 0; j < HIDDEN; j++) {
    float part[BATCH];
    for (int s = 0; s < BATCH; s++) net.b1[j] -= part[s] = rate * d1[s][j];
    for (int i = 0; i < INPUTS; i += LANES) {
      Lanes sum = {0};
#pragma GCC unroll 10
      for (int s = 0; s < BATCH; s++) sum += part[s] * *(Lanes *)&x[s][i];
      *(Lanes *)&net.w1[j][i] -= sum;
    }
  }
}

/* Goes once through n samples, a multiple of BATCH, in the given order; returns the mean cost. */
double epoch(const float *X, const int *y, const long *order, long n, float learning_rate) {
  double cost = 0;
  for (long start = 0; start < n; start += BATCH) {
    int labels[BATCH];
    for (int s = 0; s < BATCH; s++) {
      memcpy(x[s], X + order[start + s] * INPUTS, sizeof x[s]);
      labels[s] = y[order[start + s]];
    }
    forward();
    cost += backward(labels);
    descend(learning_rate / BATCH);
  }
  return cost / n;
}
