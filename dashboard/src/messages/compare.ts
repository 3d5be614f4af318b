import { defineMessages } from './define.ts';

export const compare = defineMessages({
  en: {
    title: 'Compare',
    lead: 'Two to five models, side by side on the same held-out data.',
    models: 'Models',
    add: 'Add a model',
    addNone: 'Choose a model',
    otherData: 'other data',
    remove: (name: string) => `Remove ${name}`,
    noModels: 'There are no models to compare',
    noModelsText: 'Train two models on the same dataset, for example with different cells.',
    train: 'Train a model',
    chooseTitle: 'Choose at least two models',
    chooseText: 'Models can be compared if they forecast the same column of the same dataset.',
    notComparable: 'These models cannot be compared',
    differentData:
      'They were trained on different datasets, so their errors are measured on different values.',
    differentTarget: 'They forecast different columns, so their errors are measured on different values.',
    mixedKinds: 'Some of them are models of symbols and others of numbers.',
    differentSymbols:
      'Models of symbols are compared on the same held-out symbols. These were trained on different data or on different versions of the data. Retrain them on the present data, then compare the new models.',
    symbolsHeldOut: (count: string) =>
      `Measured on the same ${count} symbols, which no model was trained on.`,
    symbolsInSample: (count: string) =>
      `Measured on the same ${count} symbols of the training data: there are too few sequences to hold any out.`,
    symbolsBest: (best: string, second: string, share: string) =>
      `${best} predicts best: it needs ${share} fewer bits than ${second}.`,
    symbolsTie: (best: string, second: string, share: string) =>
      `${best} needs ${share} fewer bits than ${second}, but that may be chance.`,
    symbolsHelp:
      'Bits measure surprise: fewer are better. Perplexity is the number of equally likely symbols with the same surprise.',
    bits: 'Bits per symbol',
    perplexity: 'Perplexity',
    accuracy: 'First guess is right',
    overChain: 'Fewer bits than the best chain',
    notReady: (name: string) => `${name} is not ready.`,
    keepOnly: 'What each was trained on:',
    trainedOn: (dataset: string, target: string) => `dataset ${dataset}, column ${target}`,
    versionsDiffer:
      'The models were trained on different versions of the dataset. Only windows that none of them has seen are compared.',
    horizonsDiffer: (steps: string) =>
      `The models have different horizons. The first ${steps} steps are compared.`,
    run: 'Measure on the same windows',
    runTitle: 'The models have not been measured on the same windows yet',
    runText: (windows: string, steps: string) =>
      `A backtest for each model forecasts ${steps} steps from up to ${windows} points in time. It takes seconds to minutes.`,
    dataChanged: 'The data have changed since these backtests.',
    measureAgain: 'Measure again',
    windowsCut: (count: string) =>
      `Only the first ${count} windows of each backtest are compared. Later series are left out.`,
    starting: 'Starting…',
    running: 'Measuring the models',
    runningOf: (name: string) => `Backtest of ${name}`,
    failedOf: (name: string) => `The backtest of ${name} has failed`,
    again: 'Try again',
    noCommon: 'There is no window that none of the models has seen',
    noCommonText:
      'Their training data end at different times. Retrain them on the present data, then compare the new models.',
    onWindows: (windows: string, series: string, values: string) =>
      `Measured on ${windows} common windows of ${series} series: ${values} values that no model has seen.`,
    metric: 'What is compared',
    metricMedian: 'Median forecast',
    metricFan: 'Whole fan',
    metricMedianHelp: 'Mean absolute error of the median, in the units of the data. Smaller is better.',
    metricFanHelp:
      'Mean pinball loss of the quantiles 2.5, 10, 50, 90 and 97.5%: it also judges how wide the fan is. Smaller is better.',
    result: 'Result',
    best: (name: string, other: string, share: string, low: string, high: string) =>
      `${name} has ${share} less error than ${other} (${low} to ${high}).`,
    tie: (name: string, other: string) =>
      `${name} has the smallest error, but the difference from ${other} may be chance.`,
    tooFew: (name: string, other: string) =>
      `${name} has a smaller error than ${other}, but there are too few windows to tell whether that is chance.`,
    model: 'Model',
    error: 'Error',
    against: (name: string) => `Compared with ${name}`,
    againstHelp: 'How much less error, with the range in which the true value lies with 90% certainty.',
    baseline: 'baseline',
    less: (share: string) => `${share} less`,
    more: (share: string) => `${share} more`,
    reference: 'reference',
    difference: 'Differences',
    differenceNote: (name: string) =>
      `How much less error each has than ${name}, with the best methods that need no model as baselines. The thin line is the 90% range; if it crosses zero, the difference may be chance.`,
    differenceLabel: (name: string) => `Difference of the error from that of ${name}`,
    byStep: 'By step ahead',
    byStepChart: 'Error of each model at each step ahead.',
    stepAxis: 'Steps ahead',
    bySeries: 'By series',
    bySeriesNote: (shown: string, all: string) =>
      `${shown} of ${all} series, the ones with the largest differences.`,
    series: 'Series',
    winner: 'smallest error',
  },
  ko: {
    title: '비교',
    lead: '모델 둘에서 다섯 개까지, 같은 미사용 데이터로 나란히 견주어 보세요.',
    models: '모델',
    add: '모델 추가',
    addNone: '모델 선택',
    otherData: '다른 데이터',
    remove: (name: string) => `${name} 빼기`,
    noModels: '비교할 모델이 없습니다',
    noModelsText: '같은 데이터셋으로 모델 두 개를 학습하세요. 예를 들어 셀을 다르게 해 보세요.',
    train: '모델 학습하기',
    chooseTitle: '모델을 두 개 이상 고르세요',
    chooseText: '같은 데이터셋의 같은 열을 예측하는 모델끼리 비교할 수 있습니다.',
    notComparable: '이 모델들은 비교할 수 없습니다',
    differentData: '서로 다른 데이터셋으로 학습해서, 오차를 잰 값이 다릅니다.',
    differentTarget: '서로 다른 열을 예측해서, 오차를 잰 값이 다릅니다.',
    mixedKinds: '기호 모델과 숫자 모델이 섞여 있습니다.',
    differentSymbols:
      '기호 모델은 남겨 둔 같은 기호로 비교합니다. 이 모델들은 서로 다른 데이터나 다른 버전으로 학습했습니다. 지금 데이터로 다시 학습한 뒤 비교하세요.',
    symbolsHeldOut: (count: string) => `어떤 모델도 학습하지 않은 같은 기호 ${count}개로 측정했습니다.`,
    symbolsInSample: (count: string) =>
      `학습 데이터의 같은 기호 ${count}개로 측정했습니다. 시퀀스가 적어 남겨 둘 수 없었습니다.`,
    symbolsBest: (best: string, second: string, share: string) =>
      `예측이 가장 좋은 모델은 ${best}입니다. ${second}보다 비트가 ${share} 적게 필요합니다.`,
    symbolsTie: (best: string, second: string, share: string) =>
      `${best}은(는) ${second}보다 비트가 ${share} 적게 필요하지만 우연일 수 있습니다.`,
    symbolsHelp:
      '비트는 놀라움의 크기이며 적을수록 좋습니다. 퍼플렉시티는 놀라움이 같은, 가능성이 똑같은 기호의 수입니다.',
    bits: '기호당 비트',
    perplexity: '퍼플렉시티',
    accuracy: '첫 추측이 맞은 비율',
    overChain: '가장 좋은 연쇄보다 적은 비트',
    notReady: (name: string) => `${name}은(는) 아직 준비되지 않았습니다.`,
    keepOnly: '각 모델이 학습한 데이터:',
    trainedOn: (dataset: string, target: string) => `데이터셋 ${dataset}, 열 ${target}`,
    versionsDiffer: '서로 다른 버전의 데이터로 학습했습니다. 어느 모델도 보지 않은 구간만 비교합니다.',
    horizonsDiffer: (steps: string) => `예측 단계 수가 서로 달라 처음 ${steps}단계를 비교합니다.`,
    run: '같은 구간에서 측정하기',
    runTitle: '아직 같은 구간에서 측정하지 않았습니다',
    runText: (windows: string, steps: string) =>
      `모델마다 최대 ${windows}개 시점에서 ${steps}단계를 예측하는 백테스트를 실행합니다. 몇 초에서 몇 분 걸립니다.`,
    dataChanged: '이 백테스트 뒤에 데이터가 바뀌었습니다.',
    measureAgain: '다시 측정하기',
    windowsCut: (count: string) => `백테스트마다 처음 ${count}개 구간만 비교합니다. 뒤의 시계열은 빠집니다.`,
    starting: '시작하는 중…',
    running: '모델을 측정하고 있습니다',
    runningOf: (name: string) => `${name} 백테스트`,
    failedOf: (name: string) => `${name} 백테스트에 실패했습니다`,
    again: '다시 시도',
    noCommon: '모든 모델이 보지 않은 구간이 없습니다',
    noCommonText:
      '학습 데이터가 끝나는 시점이 서로 다릅니다. 현재 데이터로 다시 학습한 뒤 새 모델을 비교하세요.',
    onWindows: (windows: string, series: string, values: string) =>
      `시계열 ${series}개의 공통 구간 ${windows}개, 어느 모델도 본 적 없는 값 ${values}개로 측정했습니다.`,
    metric: '비교 기준',
    metricMedian: '중앙값 예측',
    metricFan: '예측 구간 전체',
    metricMedianHelp: '중앙값의 평균 절대 오차이며 데이터와 단위가 같습니다. 작을수록 좋습니다.',
    metricFanHelp:
      '분위수 2.5, 10, 50, 90, 97.5%의 평균 핀볼 손실로, 구간의 너비까지 평가합니다. 작을수록 좋습니다.',
    result: '결과',
    best: (name: string, other: string, share: string, low: string, high: string) =>
      `${name}의 오차가 ${other}보다 ${share} 작습니다(${low} ~ ${high}).`,
    tie: (name: string, other: string) =>
      `${name}의 오차가 가장 작지만, ${other}와의 차이는 우연일 수 있습니다.`,
    tooFew: (name: string, other: string) =>
      `${name}의 오차가 ${other}보다 작지만, 우연인지 판단하기에는 구간이 너무 적습니다.`,
    model: '모델',
    error: '오차',
    against: (name: string) => `${name} 대비`,
    againstHelp: '오차가 얼마나 작은지와, 실제 값이 90% 확률로 들어가는 범위입니다.',
    baseline: '기준선',
    less: (share: string) => `${share} 작음`,
    more: (share: string) => `${share} 큼`,
    reference: '기준',
    difference: '차이',
    differenceNote: (name: string) =>
      `${name}보다 오차가 얼마나 작은지, 모델 없이 쓰는 가장 좋은 방법들을 기준선으로 함께 나타냅니다. 가는 선은 90% 범위이며, 0을 지나면 우연일 수 있습니다.`,
    differenceLabel: (name: string) => `${name}과의 오차 차이`,
    byStep: '예측 단계별',
    byStepChart: '각 단계에서 모델별 오차.',
    stepAxis: '예측 단계',
    bySeries: '시계열별',
    bySeriesNote: (shown: string, all: string) => `시계열 ${all}개 가운데 차이가 큰 ${shown}개입니다.`,
    series: '시계열',
    winner: '가장 작은 오차',
  },
});
