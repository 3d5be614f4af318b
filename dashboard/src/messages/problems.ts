import type { Problem } from '../../../clients/typescript/src/index.ts';
import type { Language } from './define.ts';

/** An error in words. `detail` takes the `values` of the problem at its places in braces; without it, or without the
 *  values, the detail of the service is shown as it is, in English: it says more where a code has several meanings. */
interface ProblemWords {
  title: string;
  remedy: string;
  detail?: string;
}

/** Every error code in every language but English, in which the service writes. A code that is
 *  missing is a type error. */
export const problemWords: Record<Exclude<Language, 'en'>, Record<Problem['code'], ProblemWords>> = {
  ko: {
    body_empty: { title: '요청에 내용이 없습니다', remedy: '파일이나 값을 함께 보내세요.' },
    body_incomplete: { title: '내용이 끝까지 전송되지 않았습니다', remedy: '다시 보내세요.' },
    body_invalid_json: { title: '올바른 JSON이 아닙니다', remedy: '표시된 위치의 문법을 고치세요.' },
    json_too_complex: {
      title: 'JSON의 중첩이 너무 깊거나 키가 너무 많습니다',
      remedy: 'CSV나 Parquet로 보내거나 여러 번에 나누어 보내세요.',
    },
    body_too_large: { title: '내용이 한도보다 큽니다', remedy: '나누어 올리거나 압축하세요.' },
    content_type_unsupported: {
      title: '지원하지 않는 콘텐츠 형식입니다',
      remedy: '안내된 형식 가운데 하나로 보내세요.',
    },
    content_encoding_unsupported: {
      title: '지원하지 않는 압축 방식입니다',
      remedy: 'gzip으로 압축하거나 압축 없이 보내세요.',
    },
    request_invalid: { title: '요청 값이 올바르지 않습니다', remedy: '표시된 항목의 값을 고치세요.' },
    id_malformed: { title: '이런 종류의 ID가 아닙니다', remedy: '주소의 ID를 확인하세요.' },
    gzip_invalid: { title: '올바른 gzip이 아닙니다', remedy: '다시 압축하거나 압축 없이 보내세요.' },
    headers_too_large: { title: '헤더가 한도보다 큽니다', remedy: '헤더를 줄이세요.' },
    request_malformed: { title: '올바른 HTTP 요청이 아닙니다', remedy: '요청을 만든 프로그램을 확인하세요.' },
    request_too_slow: { title: '요청이 제때 끝나지 않았습니다', remedy: '연결을 확인하고 다시 시도하세요.' },
    url_malformed: { title: '올바른 주소가 아닙니다', remedy: '주소를 확인하세요.' },
    host_refused: {
      title: '이 이름으로는 서비스가 응답하지 않습니다',
      remedy: '운영자가 허용한 이름으로 접속하세요.',
    },
    origin_refused: {
      title: '이 출처의 웹 페이지는 호출할 수 없습니다',
      remedy: '운영자에게 출처를 허용해 달라고 하세요.',
    },
    route_not_found: { title: '이런 경로가 없습니다', remedy: '주소를 확인하세요.' },
    method_not_allowed: { title: '이 경로에서 쓸 수 없는 메서드입니다', remedy: '허용된 메서드를 쓰세요.' },
    accept_unsupported: {
      title: '요청한 형식으로는 답할 수 없습니다',
      remedy: '제공하는 형식을 요청하세요.',
    },
    cursor_invalid: { title: '이 목록의 커서가 아닙니다', remedy: '첫 페이지부터 다시 읽으세요.' },
    unauthorized: { title: '올바른 API 키가 필요합니다', remedy: '유효한 키를 입력하세요.' },
    scope_missing: {
      title: '이 API 키로는 할 수 없는 일입니다',
      detail: '이 작업에는 {scope} 권한이 있는 키가 필요합니다.',
      remedy: '권한이 있는 키를 입력하세요.',
    },
    tenant_forbidden: {
      title: '이 API 키는 해당 테넌트를 대신할 수 없습니다',
      remedy: '해당 테넌트의 키를 쓰세요.',
    },
    rate_limited: { title: 'API 키의 요청이 너무 많습니다', remedy: '잠시 기다렸다가 다시 시도하세요.' },
    idempotency_key_in_use: {
      title: '같은 멱등성 키의 요청이 아직 실행 중입니다',
      remedy: '그 요청이 끝난 뒤 다시 시도하세요.',
    },
    idempotency_key_reused: {
      title: '멱등성 키가 다른 요청에 쓰였습니다',
      remedy: '새 키로 요청하세요.',
    },
    idempotency_answer_unreadable: {
      title: '이 멱등성 키의 첫 응답을 복호화할 수 없습니다',
      remedy: '첫 요청이 만든 것을 지우고 새 멱등성 키로 다시 만드세요.',
    },
    precondition_failed: {
      title: '리소스가 If-Match가 아는 상태와 다릅니다',
      remedy: '리소스를 다시 읽고 그 응답의 ETag를 보내세요.',
    },
    csv_invalid: { title: 'CSV 표가 아닙니다', remedy: '표시된 줄을 고치세요.' },
    parquet_invalid: { title: '읽을 수 있는 Parquet 파일이 아닙니다', remedy: '파일을 다시 저장하세요.' },
    xlsx_invalid: { title: '읽을 수 있는 xlsx 통합 문서가 아닙니다', remedy: '파일을 다시 저장하세요.' },
    zip_invalid: {
      title: '표 하나가 들어 있는 zip 파일이 아닙니다',
      remedy: '표 하나만 넣어 다시 압축하세요.',
    },
    form_invalid: { title: '양식에 파일 하나가 들어 있지 않습니다', remedy: '파일 하나를 보내세요.' },
    format_unsupported: {
      title: '읽지 못하는 형식입니다',
      remedy: 'CSV, Parquet, xlsx, JSON으로 저장하세요.',
    },
    reading_ambiguous: {
      title: '표를 여러 방식으로 읽을 수 있습니다',
      remedy: '제안된 읽기 방식 가운데 하나를 고르세요.',
    },
    time_column_missing: { title: '시각이 들어 있는 열이 없습니다', remedy: '시각 열을 지정하세요.' },
    value_column_missing: { title: '값이 들어 있는 열이 없습니다', remedy: '값 열을 지정하세요.' },
    column_unknown: { title: '지정한 열이 머리글에 없습니다', remedy: '머리글에 있는 이름을 쓰세요.' },
    column_duplicate: { title: '머리글에 같은 열 이름이 두 번 있습니다', remedy: '한 열의 이름을 바꾸세요.' },
    cell_invalid: { title: '읽을 수 없는 칸이 있습니다', remedy: '표시된 줄의 칸을 고치세요.' },
    series_unknown: {
      title: '데이터셋에 이런 시계열이 없고, 새 시계열은 허용되지 않습니다',
      remedy: '시계열 ID를 고치거나 새 시계열을 허용하세요.',
    },
    series_id_missing: {
      title: '행이 어느 시계열에 속하는지 알 수 없습니다',
      remedy: '시계열 ID 열을 추가하세요.',
    },
    times_distant: { title: '시계열과 너무 떨어진 시각이 있습니다', remedy: '시각을 확인하세요.' },
    times_off_grid: {
      title: '데이터의 간격 사이에 놓인 시각이 있습니다',
      remedy: '간격에 맞는 시각으로 고치세요.',
    },
    time_duplicate: { title: '한 시계열에 같은 시각이 두 번 있습니다', remedy: '중복된 행을 지우세요.' },
    series_duplicate: { title: '시계열 ID가 두 번 나옵니다', remedy: '시계열마다 다른 ID를 쓰세요.' },
    series_empty: { title: '값이 없는 시계열이 있습니다', remedy: '그 시계열을 빼거나 값을 추가하세요.' },
    series_too_many: { title: '시계열이 한도보다 많습니다', remedy: '여러 데이터셋으로 나누세요.' },
    points_too_many: {
      title: '값이 한도보다 많습니다',
      remedy: '여러 데이터셋으로 나누거나 오래된 값을 빼세요.',
    },
    text_invalid: { title: 'UTF-8 텍스트가 아닙니다', remedy: 'UTF-8로 저장해 다시 보내세요.' },
    sequence_empty: { title: '기호가 없는 시퀀스가 있습니다', remedy: '빈 시퀀스를 빼세요.' },
    sequence_too_long: { title: '시퀀스가 한도보다 깁니다', remedy: '시퀀스를 나누세요.' },
    vocabulary_too_large: {
      title: '서로 다른 기호가 한도보다 많습니다',
      remedy: '드문 기호를 하나로 바꾸거나 글자 단위로 나누세요.',
    },
    dataset_not_found: {
      title: '이런 데이터셋이 없습니다',
      detail: '{id} 데이터셋이 없습니다.',
      remedy: '데이터셋 목록에서 고르세요.',
    },
    version_not_found: { title: '데이터셋에 이런 버전이 없습니다', remedy: '버전 목록에서 고르세요.' },
    version_expired: { title: '더 이상 보관하지 않는 버전입니다', remedy: '보관 중인 버전을 고르세요.' },
    deletion_too_large: {
      title: '지우고 나면 데이터에 값이 남지 않습니다',
      remedy: '덜 지우거나 데이터셋 전체를 삭제하세요.',
    },
    series_not_found: { title: '이런 시계열이 없습니다', remedy: '시계열 목록에서 고르세요.' },
    model_not_found: {
      title: '이런 모델이 없습니다',
      detail: '{id} 모델이 없습니다.',
      remedy: '모델 목록에서 고르세요.',
    },
    fleet_not_found: {
      title: '이런 모델 묶음이 없습니다',
      detail: '{id} 모델 묶음이 없습니다.',
      remedy: '모델 묶음의 목록을 확인하세요.',
    },
    fleet_not_ready: {
      title: '묶음의 모델이 모두 준비되지는 않았습니다',
      remedy: '준비될 때까지 기다리세요.',
    },
    fleet_failed: {
      title: '묶음의 모델 가운데 학습이 실패했거나 취소된 것이 있습니다',
      remedy: '작업의 오류를 확인하고 실패하거나 취소된 모델을 다시 학습하세요.',
    },
    fleet_in_use: {
      title: '학습에 묶음의 모델이 필요합니다',
      remedy:
        '학습이 끝나기를 기다리거나 취소하세요. 묶음의 모델에서 이어지는 학습은 끝나거나 지워져야 합니다.',
    },
    fleet_too_large: {
      title: '묶음의 모델이 한도보다 많아집니다',
      remedy: '시계열을 그룹으로 묶거나 데이터를 나누세요.',
    },
    alias_not_found: {
      title: '이런 별칭이 없습니다',
      detail: '{id} 별칭이 없습니다.',
      remedy: '별칭 목록에서 고르세요.',
    },
    key_not_found: {
      title: '이런 키가 없습니다',
      detail: '{id} 키가 없습니다.',
      remedy: '키 목록에서 고르세요.',
    },
    forecast_not_found: {
      title: '이런 예측이 없습니다',
      detail: '{id} 예측이 없습니다.',
      remedy: '다시 예측하세요. 오래된 예측은 삭제됩니다.',
    },
    forecast_without_dataset: {
      title: '예측과 비교할 데이터가 없습니다',
      remedy: '저장된 시계열의 예측을 비교하세요.',
    },
    model_without_forecast: { title: '모델에 저장된 예측이 없습니다', remedy: '먼저 예측을 만드세요.' },
    embed_not_found: {
      title: '이런 공유 링크가 없습니다',
      detail: '{id} 공유 링크가 없습니다.',
      remedy: '공유 링크 목록에서 고르세요.',
    },
    embed_not_built: {
      title: '웹 컴포넌트가 빌드되지 않았습니다',
      remedy: '운영자가 `npm run build:embed`로 빌드합니다.',
    },
    embeds_too_many: { title: '공유 링크가 한도만큼 있습니다', remedy: '먼저 공유 링크 하나를 삭제하세요.' },
    job_not_found: {
      title: '이런 작업이 없습니다',
      detail: '{id} 작업이 없습니다.',
      remedy: '작업 목록에서 고르세요.',
    },
    backtest_not_found: {
      title: '이런 백테스트가 없습니다',
      detail: '{id} 백테스트가 없습니다. 모델의 오래된 백테스트는 삭제됩니다.',
      remedy: '백테스트를 다시 실행하세요.',
    },
    backtest_in_use: {
      title: '백테스트 작업이 끝나지 않았습니다',
      remedy: '작업이 끝나기를 기다리거나 취소하세요.',
    },
    backtest_not_ready: { title: '백테스트 결과가 아직 없습니다', remedy: '작업이 끝나기를 기다리세요.' },
    backtest_failed: {
      title: '백테스트가 실패했거나 취소되었습니다',
      remedy: '작업의 오류를 확인하고 다시 실행하세요.',
    },
    webhook_not_found: {
      title: '이런 웹훅이 없습니다',
      detail: '{id} 웹훅이 없습니다.',
      remedy: '웹훅 목록에서 고르세요.',
    },
    delivery_not_found: {
      title: '이런 전송 기록이 없습니다',
      remedy: '보관 중인 전송 기록에서 고르세요.',
    },
    schedule_not_found: {
      title: '이런 예약이 없습니다',
      detail: '{id} 예약이 없습니다.',
      remedy: '예약 목록에서 고르세요.',
    },
    webhooks_too_many: { title: '웹훅이 한도만큼 있습니다', remedy: '먼저 웹훅 하나를 삭제하세요.' },
    webhook_target_refused: {
      title: '서비스가 호출할 수 없는 주소입니다',
      remedy: '공개된 https 주소를 쓰거나 운영자에게 허용을 요청하세요.',
    },
    schedules_too_many: { title: '예약이 한도만큼 있습니다', remedy: '먼저 예약 하나를 삭제하세요.' },
    dataset_kind_mismatch: {
      title: '이런 종류의 데이터에는 쓸 수 없습니다',
      remedy: '이 종류의 데이터에 맞는 기능을 쓰세요.',
    },
    model_kind_mismatch: {
      title: '이런 종류의 모델에는 쓸 수 없습니다',
      remedy: '이 종류의 모델에 맞는 기능을 쓰세요.',
    },
    quota_exceeded: {
      title: '할당량을 모두 썼습니다',
      remedy: '필요 없는 데이터를 지우거나 운영자에게 할당량을 늘려 달라고 하세요.',
    },
    dataset_in_use: {
      title: '작업이 이 데이터셋을 쓰고 있습니다',
      detail: '{job} 작업이 이 데이터셋을 쓰고 있습니다.',
      remedy: '작업이 끝나기를 기다리거나 취소하세요.',
    },
    dataset_empty: { title: '데이터셋에 아직 값이 없습니다', remedy: '값을 추가하세요.' },
    bundle_invalid: { title: '쓸 수 있는 번들이 아닙니다', remedy: '다시 내보내 그대로 보내세요.' },
    bundle_version_unsupported: {
      title: '이 서비스가 모르는 버전의 번들입니다',
      remedy: '파일을 만든 서비스만큼 새로운 서비스에서 가져오세요.',
    },
    model_not_ready: { title: '모델이 아직 준비되지 않았습니다', remedy: '학습이 끝나기를 기다리세요.' },
    model_failed: {
      title: '모델의 학습이 실패했거나 취소되었습니다',
      remedy: '작업의 오류를 확인하고 다시 실행하거나 설정을 바꾸어 학습하세요.',
    },
    model_outdated: {
      title: '모델의 가중치가 다른 버전의 서비스에서 만들어졌습니다',
      remedy: '처음부터 다시 학습하세요.',
    },
    model_in_use: {
      title: '작업이 이 모델을 쓰고 있습니다',
      remedy: '작업이 끝나기를 기다리거나 취소하세요.',
    },
    model_aliased: {
      title: '별칭이 이 모델을 가리킵니다',
      remedy: '별칭을 지우거나 다른 모델을 가리키게 하세요.',
    },
    dependents_exist: {
      title: '별칭이나 예약이 이 모델들을 씁니다',
      remedy: '별칭과 예약을 먼저 지우거나 함께 지우세요.',
    },
    job_not_retryable: {
      title: '다시 실행할 수 없는 작업입니다',
      remedy:
        '작업이 끝나기를 기다리세요. 성공한 작업은 다시 실행할 필요가 없습니다. 시작 모델이 지워졌으면 새로 학습하세요.',
    },
    watchers_too_many: { title: '작업을 기다리는 요청이 너무 많습니다', remedy: '잠시 뒤 다시 시도하세요.' },
    job_finished: { title: '이미 끝난 작업입니다', remedy: '결과를 확인하세요.' },
    target_unknown: { title: '데이터셋에 이런 열이 없습니다', remedy: '데이터셋의 열 이름을 쓰세요.' },
    covariate_unknown: { title: '이런 공변량이 없습니다', remedy: '데이터셋의 공변량 이름을 쓰세요.' },
    covariates_missing: {
      title: '미래 값을 아는 공변량의 값이 없습니다',
      remedy: '예측할 시각마다 공변량 값을 보내세요.',
    },
    series_too_short: {
      title: '시계열이 너무 짧습니다',
      detail: '가장 긴 시계열의 값은 {have}개인데, {horizon}단계 예측을 학습하려면 {needed}개가 필요합니다.',
      remedy: '값을 더 추가하거나 예측 단계, 입력 길이, 계절 길이를 줄이세요.',
    },
    sequences_too_short: {
      title: '배울 기호가 두 개 이상 있는 시퀀스가 없습니다',
      remedy: '기호가 두 개 이상인 시퀀스를 보내세요.',
    },
    horizon_too_long: {
      title: '예측 단계가 한도보다 깁니다',
      detail: '{horizon}단계를 요청했지만 모델은 {limit}단계까지 학습했습니다.',
      remedy: '단계를 줄이거나 더 긴 단계로 학습하세요.',
    },
    value_out_of_domain: {
      title: '모델이 받는 범위를 벗어난 값이 있습니다',
      remedy: '값을 고치거나 다른 범위로 학습하세요.',
    },
    value_out_of_range: {
      title: '계산하기에 너무 큰 값이 있습니다',
      remedy: '천이나 백만 단위처럼 10의 거듭제곱으로 나누세요.',
    },
    forecast_too_large: {
      title: '답에 들어갈 숫자가 한도보다 많습니다',
      remedy: '시계열, 단계, 분위수, 표본을 줄이세요.',
    },
    forecast_not_finite: {
      title: '예측이 유한한 수가 아닙니다',
      remedy: '값을 10의 거듭제곱으로 나누거나 학습률을 줄여 다시 학습하세요.',
    },
    explanation_inexact: {
      title: '기여도의 합이 예측과 맞지 않습니다',
      remedy: '더 짧은 단계나 다른 시점을 설명하게 하세요.',
    },
    explanation_too_large: {
      title: '설명에 드는 계산이 한도보다 많습니다',
      remedy: '시계열이나 단계를 줄이세요.',
    },
    trace_too_large: {
      title: '추적에 들어갈 숫자가 한도보다 많습니다',
      remedy: '더 짧은 부분을 추적하세요.',
    },
    network_unknown: { title: '모델에 이런 신경망이 없습니다', remedy: '모델에 있는 신경망을 고르세요.' },
    all_series_failed: {
      title: '예측할 수 있는 시계열이 없습니다',
      remedy: '시계열마다 표시된 이유를 확인하세요.',
    },
    queue_full: {
      title: '기다리는 작업이 너무 많습니다',
      detail: '기다리는 작업이 {queued}개이고 한도는 {limit}개입니다.',
      remedy: '작업이 시작되기를 기다리거나 몇 개를 취소하세요.',
    },
    job_out_of_memory: {
      title: '작업에 쓸 수 있는 메모리가 부족했습니다',
      remedy: '설정을 줄이거나 시계열을 줄여 학습하세요.',
    },
    job_timed_out: { title: '작업이 제한 시간을 넘었습니다', remedy: '학습 단계나 설정을 줄이세요.' },
    training_diverged: {
      title: '학습 손실이 유한한 수가 아니게 되었습니다',
      remedy: '학습률을 줄여 다시 학습하세요.',
    },
    training_too_large: {
      title: '학습에 필요한 메모리가 한도보다 큽니다',
      detail: '학습에 {needed} GiB가 필요한데 한도는 {limit} GiB입니다.',
      remedy: '입력 길이, 은닉 크기, 배치 크기를 줄이세요.',
    },
    worker_lost: {
      title: '작업을 실행하던 워커가 너무 자주 사라졌습니다',
      remedy: '다시 시도하세요. 또 실패하면 워커의 메모리를 늘리거나 더 작은 모델을 학습하세요.',
    },
    database_unavailable: {
      title: '데이터베이스가 지금 요청을 처리할 수 없습니다',
      remedy: '몇 초 뒤 다시 시도하세요.',
    },
    storage_full: {
      title: '데이터베이스의 디스크가 가득 찼습니다',
      remedy: '필요 없는 데이터를 지우세요. 공간이 생기면 작업은 스스로 이어집니다.',
    },
    queue_unavailable: { title: '대기열에 연결할 수 없습니다', remedy: '몇 초 뒤 다시 시도하세요.' },
    computation_too_slow: {
      title: '계산이 제한 시간을 넘었습니다',
      remedy: '한 번에 덜 요청하거나 서비스가 한가할 때 다시 시도하세요.',
    },
    call_abandoned: {
      title: '답이 오기 전에 연결이 끊겼습니다',
      remedy: '답이 올 때까지 연결을 유지하세요.',
    },
    overloaded: { title: '서비스가 너무 바쁩니다', remedy: '몇 초 뒤 다시 시도하세요.' },
    internal: {
      title: '서비스에 문제가 생겼습니다',
      remedy: '다시 시도하세요. 계속되면 요청 번호를 운영자에게 알려 주세요.',
    },
  },
};
