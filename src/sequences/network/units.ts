/** Losses and log-probabilities are in nats, reports in bits. */
export const bitsPerNat = 1 / Math.LN2;
