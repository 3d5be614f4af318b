/** The result of a call that has an end in time. @throws Error when it takes longer than `msMax` */
export async function inTime<T>(call: Promise<T>, msMax: number): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${msMax} ms`)), msMax);
  try {
    return await Promise.race([call, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
