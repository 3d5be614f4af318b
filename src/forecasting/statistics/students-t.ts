/** P(|T| > |t|) for Student's t distribution: the regularised incomplete beta function at f/(f+t²), f the
 *  degrees of freedom.
 *  Source: Abramowitz & Stegun (1964), 26.5.27 and 26.7.1. */
export function twoSidedTail(t: number, degreesOfFreedom: number): number {
  return regularisedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

const tinyNumber = 1e-300;
const roundsMax = 300;
const precision = 1e-12;

/** I_x(a, b), the regularised incomplete beta function, as a continued fraction by Lentz's method.
 *  Source: Press et al. (2007), Numerical Recipes, ch. 6.4. */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= roundsMax; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return (front * fraction) / a;
}

function nonZero(x: number): number {
  return Math.abs(x) < tinyNumber ? tinyNumber : x;
}

/** ln Γ(x) for x > 0 by Stirling's series, which is exact to 1e-12 from 10 on; smaller x are moved there.
 *  Source: Abramowitz & Stegun (1964), 6.1.41. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const r = 1 / (x * x);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
