/** The problem of a service that refuses a call for the moment, to answer 503 with. */
export const overloaded = {
  ...{ type: '/problems/overloaded', title: 'Busy', status: 503, code: 'overloaded' },
  ...{ retryable: true, detail: 'Too many calls wait.', remedy: 'Try again.' },
};
