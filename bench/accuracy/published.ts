/** Published results on data sets that the bench is run on. */
interface Published {
  measure: 'owa' | 'smape' | 'mase' | 'wql';
  results: { method: string; value: number }[];
}

export const published: Record<string, Published | undefined> = {
  // Makridakis, Spiliotis & Assimakopoulos (2020), The M4 competition; hourly series.
  m4_hourly: {
    measure: 'owa',
    results: [
      { method: 'Smyl (ES-RNN, winner of M4)', value: 0.44 },
      { method: 'Montero-Manso et al. (second)', value: 0.484 },
      { method: 'M4: Theta', value: 1.006 },
      { method: 'M4: plain RNN', value: 1.036 },
    ],
  },
  // Recalculated by the R package Mcomp; all 3,003 series.
  m3: {
    measure: 'mase',
    results: [
      { method: 'M3: Theta', value: 1.39 },
      { method: 'R: ETS and ARIMA', value: 1.4 },
      { method: 'M3: ForecastX', value: 1.42 },
      { method: 'R: ETS', value: 1.43 },
      { method: 'M3: ForecastPro', value: 1.47 },
    ],
  },
};
