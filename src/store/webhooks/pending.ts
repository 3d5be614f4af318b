/** SQL of a recursive table `with_pending`: each webhook that has pending deliveries, with the earliest time of their
 *  next attempts. Reads one entry of an index for each of these webhooks, however many deliveries they have. */
export const withPending = `with_pending AS (
    (SELECT webhook_id, next_attempt_at FROM webhook_deliveries WHERE status = 'pending'
      ORDER BY webhook_id, next_attempt_at LIMIT 1)
    UNION ALL
    SELECT next.webhook_id, next.next_attempt_at FROM with_pending CROSS JOIN LATERAL (
      SELECT webhook_id, next_attempt_at FROM webhook_deliveries AS later
      WHERE status = 'pending' AND later.webhook_id > with_pending.webhook_id
      ORDER BY webhook_id, next_attempt_at LIMIT 1) AS next
  )`;
