/** Checks a resource as GET gives it, before a change. The store calls it in the transaction of the change, when the
 *  resource is locked. @param present null if there is no resource yet
 *  @throws AppError precondition_failed */
export type Precondition<Resource> = (present: Resource | null) => Promise<void>;
